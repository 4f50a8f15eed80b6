/** The parameters, timeouts and role of a Task. */

import { evaluate, type Field } from '../engine/evaluate.ts';
import { MAX_SECONDS } from '../engine/limits.ts';
import { effectiveInput } from '../engine/output.ts';
import { StateScope } from '../engine/scope.ts';
import type { Transition } from '../engine/transition.ts';
import { StatesError } from '../expressions/common/states-error.ts';
import { readPath } from '../expressions/jsonpath/index.ts';
import { resolveTemplate } from '../expressions/template.ts';
import type { Json } from '../model/json.ts';
import type { State } from '../model/program.ts';
import type { Thread } from '../model/thread.ts';
import type { Scheduled } from './task-events.ts';

export function taskInputFromPaths(transition: Transition, thread: Thread, state: State): Scheduled {
  const { fields } = state;
  const input = effectiveInput(transition, thread, state);
  const scope = new StateScope(transition, thread);
  const seconds = (literal: Json | undefined, path: string | undefined, field: string) =>
    path === undefined ? (literal as number | undefined) : secondsAt(path, input, scope, field);
  return {
    resource: fields.Resource ?? '',
    parameters: fields.Parameters === undefined ? input : resolveTemplate(fields.Parameters, input, scope),
    timeoutSeconds: seconds(fields.TimeoutSeconds, fields.TimeoutSecondsPath, 'TimeoutSecondsPath'),
    heartbeatSeconds: seconds(fields.HeartbeatSeconds, fields.HeartbeatSecondsPath, 'HeartbeatSecondsPath'),
    roleArn: roleArnIn(
      fields.Credentials === undefined ? undefined : resolveTemplate(fields.Credentials, input, scope),
    ),
  };
}

function secondsAt(path: string, input: Json, scope: StateScope, field: string): number {
  const seconds = readPath(path, input, scope);
  if (Number.isInteger(seconds) && (seconds as number) > 0) return seconds as number;
  throw new StatesError(
    'States.Runtime',
    `The ${field} field refers to value "${typeof seconds === 'string' ? seconds : JSON.stringify(seconds)}" which is not a valid integer: ${path}`,
  );
}

const SECONDS = { type: 'integer', range: [1, MAX_SECONDS] } as const;

export async function taskInputFromJsonata(
  transition: Transition,
  thread: Thread,
  { fields }: State,
): Promise<Scheduled> {
  const field = async (name: string, template: Json | undefined, is: Pick<Field, 'type' | 'range'> = {}) =>
    template === undefined ? undefined : await evaluate(transition, thread, { field: name, template, ...is }, {});
  const parameters = await field('Arguments', fields.Arguments);
  return {
    resource: fields.Resource ?? '',
    parameters: parameters === undefined ? thread.input : parameters,
    timeoutSeconds: (await field('TimeoutSeconds', fields.TimeoutSeconds, SECONDS)) as number | undefined,
    heartbeatSeconds: (await field('HeartbeatSeconds', fields.HeartbeatSeconds, SECONDS)) as number | undefined,
    roleArn: roleArnIn(await field('Credentials', fields.Credentials)),
  };
}

function roleArnIn(credentials: Json | undefined): string | undefined {
  const role = (credentials as { RoleArn?: Json } | undefined)?.RoleArn;
  return typeof role === 'string' ? role : undefined;
}
