import type { Json } from '../model/json.ts';
import { rootOf } from '../model/thread.ts';
import { haltAll } from './abort.ts';
import type { Failure } from './failure.ts';
import { NOT_TRUNCATED, type Transition } from './transition.ts';

export type ExecutionEnd =
  | { status: 'SUCCEEDED'; output: Json }
  | ({ status: 'FAILED' | 'TIMED_OUT' | 'ABORTED' } & Pick<Failure, 'error' | 'cause'>);

/** Ends the execution with its last event and cancels all that it waits for. */
export function endExecution(transition: Transition, end: ExecutionEnd): void {
  const { execution } = transition;
  execution.status = end.status;
  execution.stopDate = transition.now;
  transition.cancel(execution.deadline);
  delete execution.deadline;
  const { last } = rootOf(execution);
  if (end.status === 'SUCCEEDED') {
    execution.output = end.output;
    transition.record('ExecutionSucceeded', last, 'executionSucceededEventDetails', {
      output: transition.stringify(end.output),
      outputDetails: NOT_TRUNCATED,
    });
    execution.threads = {};
    return;
  }
  haltAll(transition);
  const { error, cause } = end;
  if (error !== undefined) execution.error = error;
  if (cause !== undefined) execution.cause = cause;
  // An end from outside the states has no previous event; only the event names the timeout.
  const details = { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
  if (end.status === 'ABORTED') transition.record('ExecutionAborted', 0, 'executionAbortedEventDetails', details);
  else if (end.status === 'TIMED_OUT')
    transition.record('ExecutionTimedOut', 0, 'executionTimedOutEventDetails', { error: 'States.Timeout' });
  else transition.record('ExecutionFailed', last, 'executionFailedEventDetails', details);
}
