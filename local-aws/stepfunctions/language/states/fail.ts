/** Fail: ends its thread with an error and a cause of its own. */

import { failThread } from '../engine/error-handling.ts';
import { evaluate } from '../engine/evaluate.ts';
import type { Failure } from '../engine/failure.ts';
import { StateScope } from '../engine/scope.ts';
import type { Kind, Turn } from '../engine/transition.ts';
import { readPath } from '../expressions/jsonpath/index.ts';
import { resolveTemplate } from '../expressions/template.ts';
import type { State } from '../model/program.ts';
import type { Thread } from '../model/thread.ts';

export const fail: Kind = {
  run(turn, thread, state) {
    if (state.jsonata) return failEvaluated(turn, thread, state);
    const { Error: error, ErrorPath, Cause, CausePath } = state.fields;
    return failThread(
      turn,
      thread,
      failureFrom(
        ErrorPath === undefined ? error : read(turn, thread, ErrorPath),
        CausePath === undefined ? Cause : read(turn, thread, CausePath),
      ),
    );
  },
};

async function failEvaluated(turn: Turn, thread: Thread, { fields }: State): Promise<void> {
  const error =
    fields.Error === undefined
      ? undefined
      : await evaluate(turn, thread, { field: 'Error', template: fields.Error, type: 'string' }, {});
  const cause =
    fields.Cause === undefined
      ? undefined
      : await evaluate(turn, thread, { field: 'Cause', template: fields.Cause, type: 'string' }, {});
  await failThread(turn, thread, failureFrom(error, cause));
}

/** ErrorPath and CausePath also take intrinsic functions. */
function read(turn: Turn, thread: Thread, path: string) {
  const scope = new StateScope(turn, thread);
  if (path.startsWith('$')) return readPath(path, thread.input, scope);
  return (resolveTemplate({ 'value.$': path }, thread.input, scope) as { value: unknown }).value;
}

function failureFrom(error: unknown, cause: unknown): Failure {
  return {
    ...(error !== undefined && { error: String(error) }),
    ...(cause !== undefined && { cause: String(cause) }),
  };
}
