/** RedriveExecution: the states that did not succeed begin again; what succeeded stays. */

import { goTo } from './engine/flow.ts';
import type { Transition } from './engine/transition.ts';
import type { Thread } from './model/thread.ts';
import { redriveMapRun } from './states/distributed-map.ts';

/** Only an execution that ended without success is redriven; the caller checks that, with AWS's errors. */
export function redrive(transition: Transition): void {
  const { execution } = transition;
  execution.status = 'RUNNING';
  delete execution.stopDate;
  delete execution.error;
  delete execution.cause;
  execution.redriveCount++;
  execution.redriveDate = transition.now;
  const previous = transition.record('ExecutionRedriven', execution.lastEventId, 'executionRedrivenEventDetails', {
    redriveCount: execution.redriveCount,
  });
  for (const thread of Object.values(execution.threads)) {
    thread.last = previous;
    thread.retries = [];
    thread.retryCount = 0;
  }
  for (const thread of Object.values(execution.threads)) {
    delete thread.halted;
    if (thread.work?.kind !== 'children') restart(transition, thread);
  }
}

function restart(transition: Transition, thread: Thread): void {
  const { mapRun } = thread;
  const state = transition.stateOf(thread);
  if (thread.notEntered) goTo(transition, thread, thread.state, thread.input);
  else if (mapRun !== undefined) redriveMapRun(transition, thread, mapRun);
  else transition.enqueue(thread, () => transition.handlers[state.type].run(transition, thread, state));
}
