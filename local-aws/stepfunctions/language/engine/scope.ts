/** The context object, the variables in scope and the random numbers of expressions. */

import type { Json, JsonObject } from '../model/json.ts';
import type { Thread } from '../model/thread.ts';
import type { Execution } from '../model/types.ts';
import type { Transition } from './transition.ts';

/** A JSONPath scope. The context object is built only if something reads it. */
export class StateScope {
  readonly variables: Record<string, Json>;
  readonly random: () => number;
  readonly #transition: Transition;
  readonly #thread: Thread;
  readonly #more: JsonObject;
  #context: Json | undefined;

  constructor(transition: Transition, thread: Thread, more: JsonObject = {}) {
    this.#transition = transition;
    this.#thread = thread;
    this.#more = more;
    this.variables = variablesOf(transition, thread);
    this.random = transition.random;
  }

  get context(): Json {
    this.#context ??= { ...contextObject(this.#transition, this.#thread), ...this.#more };
    return this.#context;
  }
}

/** The variables a thread may read: its own, and those of the scopes around it. */
export function variablesOf(transition: Transition, thread: Thread): Record<string, Json> {
  const parent = transition.parentOf(thread);
  return parent ? { ...variablesOf(transition, parent), ...thread.variables } : thread.variables;
}

/** `$$` of JSONPath and `$states.context` of JSONata. Only states that can be retried have a RetryCount. */
export function contextObject(transition: Transition, thread: Thread): JsonObject {
  const { execution } = transition;
  const { machine, test } = execution.spec;
  if (test?.context !== undefined) return test.context as JsonObject;
  const item = itemOf(transition, thread);
  const work = thread.work;
  const retried = ['Task', 'Map', 'Parallel'].includes(transition.stateOf(thread).type);
  return {
    Execution: executionContext(execution),
    StateMachine: { Id: machine.arn, Name: machine.name },
    State: {
      Name: thread.state,
      EnteredTime: new Date(thread.entered.time).toISOString(),
      ...(retried && { RetryCount: thread.retryCount }),
    },
    ...(item && { Map: { Item: { ...item } } }),
    ...(work?.kind === 'task' && work.token !== undefined && { Task: { Token: work.token } }),
  };
}

function executionContext({ spec, startDate, redriveCount, redriveDate }: Execution): JsonObject {
  return {
    Id: spec.arn,
    Input: spec.input,
    StartTime: new Date(startDate).toISOString(),
    Name: spec.name,
    RoleArn: spec.machine.roleArn,
    ...(spec.type !== 'EXPRESS' && { RedriveCount: redriveCount }),
    ...(redriveDate !== undefined && { RedriveTime: new Date(redriveDate).toISOString() }),
  };
}

/** The item of the innermost iteration around a state. */
function itemOf(transition: Transition, thread: Thread): Thread['item'] {
  for (let at: Thread | undefined = thread; at; at = transition.parentOf(at)) if (at.item) return at.item;
  return undefined;
}
