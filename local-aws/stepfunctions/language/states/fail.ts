/** Fail: ends its thread with its Error and Cause. */

import { failThread } from '../engine/error-handling.ts';
import { evaluate } from '../engine/evaluate.ts';
import type { Failure } from '../engine/failure.ts';
import { StateScope } from '../engine/scope.ts';
import type { StateHandler, Transition } from '../engine/transition.ts';
import { StatesError } from '../expressions/common/states-error.ts';
import { runIntrinsic } from '../expressions/intrinsics/index.ts';
import { readField } from '../expressions/jsonpath/field.ts';
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
        ErrorPath === undefined ? error : valueAt(transition, thread, 'ErrorPath', ErrorPath),
        CausePath === undefined ? Cause : valueAt(transition, thread, 'CausePath', CausePath),
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
function valueAt(transition: Transition, thread: Thread, field: string, path: string): string {
  const scope = new StateScope(transition, thread);
  const value = path.startsWith('$')
    ? readField(field, path, thread.input, scope)
    : runIntrinsic(path, field, thread.input, scope);
  if (typeof value === 'string') return value;
  throw new StatesError(
    'States.Runtime',
    `The ${field} field refers to value "${JSON.stringify(value)}" which is not a valid string: ${path}`,
  );
}

function failureFrom(error: unknown, cause: unknown): Failure {
  return {
    ...(error !== undefined && { error: String(error) }),
    ...(cause !== undefined && { cause: String(cause) }),
  };
}
