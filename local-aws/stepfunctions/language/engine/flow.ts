/** Transitions of a thread from state to state, and its end. */

import type { Json } from '../model/json.ts';
import type { State } from '../model/program.ts';
import type { Thread } from '../model/thread.ts';
import { assign } from './assign.ts';
import { endExecution } from './end-execution.ts';
import { dataLimitExceeded, fits } from './limits.ts';
import { NOT_TRUNCATED, type Step, type Transition } from './transition.ts';

export function start(transition: Transition, thread: Thread, input: Json): void {
  goTo(transition, thread, thread.state, input);
}

/** Makes a state the thread's next one. */
export function goTo(transition: Transition, thread: Thread, name: string, input: Json): void {
  thread.state = name;
  thread.input = input;
  thread.notEntered = true;
  transition.enqueue(thread, () => enter(transition, thread));
}

/** Enters the state that a thread is at, unless the machine was deleted. */
function enter(transition: Transition, thread: Thread): Step {
  if (transition.execution.machineDeleted) {
    endExecution(transition, { status: 'ABORTED' });
    return undefined;
  }
  const state = transition.stateOf(thread);
  delete thread.notEntered;
  delete thread.work;
  delete thread.mapRun;
  thread.retries = [];
  thread.retryCount = 0;
  const previous = thread.last;
  const id = transition.recordNext(thread, state.enteredType, 'stateEnteredEventDetails', {
    name: state.name,
    input: transition.stringify(thread.input),
    inputDetails: NOT_TRUNCATED,
  });
  thread.entered = { id, previous, time: transition.now };
  return transition.handlers[state.type].run(transition, thread, state);
}

export interface Exit {
  output: Json;
  /** Absent: the thread ends here. */
  next?: string | undefined;
  assigned?: Record<string, Json> | undefined;
}

/** Leaves a state. Its assignments are visible from the next state on. */
export function leave(transition: Transition, thread: Thread, state: State, { output, next, assigned }: Exit): Step {
  const text = transition.stringify(output);
  if (!fits(text)) throw dataLimitExceeded(state.name);
  transition.recordNext(thread, state.exitedType, 'stateExitedEventDetails', {
    name: state.name,
    output: text,
    outputDetails: NOT_TRUNCATED,
    ...assign(transition, thread, assigned),
  });
  delete thread.work;
  if (next !== undefined) {
    goTo(transition, thread, next, output);
    return undefined;
  }
  return end(transition, thread, output);
}

function end(transition: Transition, thread: Thread, output: Json): Step {
  const parent = transition.parentOf(thread);
  if (!parent) {
    endExecution(transition, { status: 'SUCCEEDED', output });
    return undefined;
  }
  delete transition.execution.threads[thread.id];
  const state = transition.stateOf(parent);
  transition.enqueue(parent, () =>
    transition.handlers[state.type].childEnded?.(transition, parent, state, thread, output),
  );
  return undefined;
}
