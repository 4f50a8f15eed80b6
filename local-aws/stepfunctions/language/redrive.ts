/** RedriveExecution: the states that did not succeed begin again; what succeeded stays. */

import { goTo } from './engine/flow.ts';
import type { Turn } from './engine/transition.ts';
import type { Thread } from './model/thread.ts';
import { redriveMapRun } from './states/distributed-map.ts';

/** Only an execution that ended without success is redriven; the caller checks that, with AWS's errors. */
export function redrive(turn: Turn): void {
  const { execution } = turn;
  execution.status = 'RUNNING';
  delete execution.stopDate;
  delete execution.error;
  delete execution.cause;
  execution.redriveCount++;
  execution.redriveDate = turn.now;
  const previous = turn.record('ExecutionRedriven', execution.lastEventId, 'executionRedrivenEventDetails', {
    redriveCount: execution.redriveCount,
  });
  for (const thread of Object.values(execution.threads)) {
    thread.last = previous;
    thread.retries = [];
    thread.retryCount = 0;
  }
  for (const thread of Object.values(execution.threads)) {
    delete thread.halted;
    if (thread.work?.kind !== 'children') beginAgain(turn, thread);
  }
}

function beginAgain(turn: Turn, thread: Thread): void {
  const { mapRun } = thread;
  const state = turn.stateOf(thread);
  if (thread.fresh) goTo(turn, thread, thread.state, thread.input);
  else if (mapRun !== undefined) redriveMapRun(turn, thread, mapRun);
  else turn.later(thread, () => turn.kinds[state.type].run(turn, thread, state));
}
