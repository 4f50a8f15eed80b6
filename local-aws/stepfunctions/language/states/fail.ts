/** Fail: ends its thread with its Error and Cause. */

import { failThread } from '../engine/error-handling.ts';
import { evaluate } from '../engine/evaluate.ts';
import type { Failure } from '../engine/failure.ts';
import { StateScope } from '../engine/scope.ts';
import type { StateHandler, Transition } from '../engine/transition.ts';
import { readPath } from '../expressions/jsonpath/index.ts';
import { resolveTemplate } from '../expressions/template.ts';
import type { State } from '../model/program.ts';
import type { Thread } from '../model/thread.ts';

export const fail: StateHandler = {
  run(transition, thread, state) {
    if (state.jsonata) return failEvaluated(transition, thread, state);
    const { Error: error, ErrorPath, Cause, CausePath } = state.fields;
    return failThread(
      transition,
      thread,
      failureFrom(
        ErrorPath === undefined ? error : read(transition, thread, ErrorPath),
        CausePath === undefined ? Cause : read(transition, thread, CausePath),
      ),
    );
  },
};

async function failEvaluated(transition: Transition, thread: Thread, { fields }: State): Promise<void> {
  const error =
    fields.Error === undefined
      ? undefined
      : await evaluate(transition, thread, { field: 'Error', template: fields.Error, type: 'string' }, {});
  const cause =
    fields.Cause === undefined
      ? undefined
      : await evaluate(transition, thread, { field: 'Cause', template: fields.Cause, type: 'string' }, {});
  await failThread(transition, thread, failureFrom(error, cause));
}

/** ErrorPath and CausePath also take intrinsic functions. */
function read(transition: Transition, thread: Thread, path: string) {
  const scope = new StateScope(transition, thread);
  if (path.startsWith('$')) return readPath(path, thread.input, scope);
  return (resolveTemplate({ 'value.$': path }, thread.input, scope) as { value: unknown }).value;
}

function failureFrom(error: unknown, cause: unknown): Failure {
  return {
    ...(error !== undefined && { error: String(error) }),
    ...(cause !== undefined && { cause: String(cause) }),
  };
}
