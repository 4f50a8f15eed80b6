/** What a definition asks of this runtime's integrations, before anything runs. */

import type { Json } from '../../engine/types.ts';
import { resourceOf } from '../../executions/integrations/index.ts';

export interface TaskResource {
  resource: string;
  /** `/States/Plan`, as AWS names places in a definition. */
  path: string;
}

/** Every Task of a definition, however deep. */
export function taskResources(definition: Json): TaskResource[] {
  return [...walk(definition, '')];
}

export function unserved(definition: Json): TaskResource[] {
  return taskResources(definition).filter(({ resource }) => resourceOf(resource) === undefined);
}

/** Waiting for another execution is done with a rule that Step Functions manages in the account. */
export function needsManagedRule(definition: Json): boolean {
  return taskResources(definition).some(({ resource }) => /:states:startExecution\.sync(:2)?$/.test(resource));
}

function* walk(value: Json, path: string): Generator<TaskResource> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  const { States: states } = value;
  if (typeof states !== 'object' || states === null || Array.isArray(states)) return;
  for (const [name, state] of Object.entries(states)) yield* tasksOf(state, `${path}/States/${name}`);
}

function* tasksOf(state: Json, path: string): Generator<TaskResource> {
  if (typeof state !== 'object' || state === null || Array.isArray(state)) return;
  const { Type: type, Resource: resource, Branches: branches, Iterator: iterator, ItemProcessor: processor } = state;
  if (type === 'Task' && typeof resource === 'string') yield { resource, path };
  if (Array.isArray(branches))
    for (const [index, branch] of branches.entries()) yield* walk(branch, `${path}/Branches[${index}]`);
  if (processor !== undefined) yield* walk(processor, `${path}/ItemProcessor`);
  if (iterator !== undefined) yield* walk(iterator, `${path}/Iterator`);
}
