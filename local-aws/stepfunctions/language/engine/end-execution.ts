/** The ways an execution ends. */

import type { Json } from '../model/json.ts';
import { rootOf } from '../model/thread.ts';
import { haltAll } from './abort.ts';
import type { Failure } from './failure.ts';
import { type Turn, WHOLE } from './transition.ts';

export type Ending =
  | { status: 'SUCCEEDED'; output: Json }
  | ({ status: 'FAILED' | 'TIMED_OUT' | 'ABORTED' } & Pick<Failure, 'error' | 'cause'>);

/** Ends the execution: its last event, and nothing waited for any more. */
export function endExecution(turn: Turn, ending: Ending): void {
  const { execution } = turn;
  execution.status = ending.status;
  execution.stopDate = turn.now;
  turn.cancel(execution.deadline);
  delete execution.deadline;
  const { last } = rootOf(execution);
  if (ending.status === 'SUCCEEDED') {
    execution.output = ending.output;
    turn.record('ExecutionSucceeded', last, 'executionSucceededEventDetails', {
      output: turn.text(ending.output),
      outputDetails: WHOLE,
    });
    execution.threads = {};
    return;
  }
  haltAll(turn);
  const { error, cause } = ending;
  if (error !== undefined) execution.error = error;
  if (cause !== undefined) execution.cause = cause;
  // What ends an execution from outside its states has no predecessor among them, and a timeout is named there only.
  const details = { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
  if (ending.status === 'ABORTED') turn.record('ExecutionAborted', 0, 'executionAbortedEventDetails', details);
  else if (ending.status === 'TIMED_OUT')
    turn.record('ExecutionTimedOut', 0, 'executionTimedOutEventDetails', { error: 'States.Timeout' });
  else turn.record('ExecutionFailed', last, 'executionFailedEventDetails', details);
}
