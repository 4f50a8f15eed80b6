/** How a thread goes from state to state, and to its end. */

import type { Json } from '../model/json.ts';
import type { State } from '../model/program.ts';
import type { Thread } from '../model/thread.ts';
import { assign } from './assign.ts';
import { endExecution } from './end-execution.ts';
import { dataLimitExceeded, fits } from './limits.ts';
import { type Step, type Turn, WHOLE } from './transition.ts';

/** Sets a thread on its way from the start of its program. */
export function start(turn: Turn, thread: Thread, input: Json): void {
  goTo(turn, thread, thread.state, input);
}

/** Makes a state the thread's next one. */
export function goTo(turn: Turn, thread: Thread, name: string, input: Json): void {
  thread.state = name;
  thread.input = input;
  thread.fresh = true;
  turn.later(thread, () => enter(turn, thread));
}

/** Enters the state that a thread is at; of a machine that was deleted none is entered any more. */
function enter(turn: Turn, thread: Thread): Step {
  if (turn.execution.machineDeleted) {
    endExecution(turn, { status: 'ABORTED' });
    return undefined;
  }
  const state = turn.stateOf(thread);
  delete thread.fresh;
  delete thread.work;
  delete thread.mapRun;
  thread.retries = [];
  thread.retryCount = 0;
  const previous = thread.last;
  const id = turn.follow(thread, state.enteredType, 'stateEnteredEventDetails', {
    name: state.name,
    input: turn.text(thread.input),
    inputDetails: WHOLE,
  });
  thread.entered = { id, previous, time: turn.now };
  return turn.kinds[state.type].run(turn, thread, state);
}

export interface Exit {
  output: Json;
  /** Absent: the thread ends here. */
  next?: string | undefined;
  assigned?: Record<string, Json> | undefined;
}

/** Leaves a state. What it assigns is seen from the next state on. */
export function leave(turn: Turn, thread: Thread, state: State, { output, next, assigned }: Exit): Step {
  const text = turn.text(output);
  if (!fits(text)) throw dataLimitExceeded(state.name);
  turn.follow(thread, state.exitedType, 'stateExitedEventDetails', {
    name: state.name,
    output: text,
    outputDetails: WHOLE,
    ...assign(turn, thread, assigned),
  });
  delete thread.work;
  if (next !== undefined) {
    goTo(turn, thread, next, output);
    return undefined;
  }
  return end(turn, thread, output);
}

function end(turn: Turn, thread: Thread, output: Json): Step {
  const parent = turn.parentOf(thread);
  if (!parent) {
    endExecution(turn, { status: 'SUCCEEDED', output });
    return undefined;
  }
  delete turn.execution.threads[thread.id];
  const state = turn.stateOf(parent);
  turn.later(parent, () => turn.kinds[state.type].childEnded?.(turn, parent, state, thread, output));
  return undefined;
}
