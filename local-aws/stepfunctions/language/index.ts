/**
 * The States Language as a pure function: an execution and an event give the execution after it, commands and history
 * events. Time is an argument; there are no side effects.
 */

import { seedOf } from '../../core/random.ts';
import { endExecution } from './engine/end-execution.ts';
import { guarded } from './engine/error-handling.ts';
import { start } from './engine/flow.ts';
import { endOfLife } from './engine/limits.ts';
import { type CommandAnswer, NOT_TRUNCATED, type StateHandlers, Transition } from './engine/transition.ts';
import { rootOf } from './model/thread.ts';
import type { Advance, Begin, EngineEvent, Execution, ExecutionSpec, TransitionResult } from './model/types.ts';
import { redrive } from './redrive.ts';
import { choice } from './states/choice.ts';
import { fail } from './states/fail.ts';
import { map } from './states/map.ts';
import { parallel } from './states/parallel.ts';
import { pass } from './states/pass.ts';
import { succeed } from './states/succeed.ts';
import { task } from './states/task.ts';
import { wait } from './states/wait.ts';

const handlers: StateHandlers = {
  Pass: pass,
  Task: task,
  Choice: choice,
  Wait: wait,
  Succeed: succeed,
  Fail: fail,
  Parallel: parallel,
  Map: map,
};

/** The engine with other handlers for some types of state. */
export function engineWith(others: Partial<StateHandlers>): { begin: Begin; advance: Advance } {
  const all = { ...handlers, ...others };
  return {
    begin: (spec, now) => beginIn(new Transition(newExecution(spec, now), now, all)),
    advance: (execution, event, now) => advanceIn(new Transition(execution, now, all), event),
  };
}

export const { begin, advance } = engineWith({});

function beginIn(transition: Transition): Promise<TransitionResult> {
  const { spec } = transition.execution;
  transition.record('ExecutionStarted', 0, 'executionStartedEventDetails', {
    input: transition.stringify(spec.input),
    inputDetails: NOT_TRUNCATED,
    roleArn: spec.machine.roleArn,
  });
  const thread = transition.openThread(undefined, 0, 0, 0);
  Object.assign(thread.variables, spec.test?.variables);
  startDeadline(transition);
  start(transition, thread, spec.input);
  return run(transition);
}

async function advanceIn(transition: Transition, event: EngineEvent): Promise<TransitionResult> {
  const { execution, now } = transition;
  if (event.type === 'redrive') {
    redrive(transition);
    startDeadline(transition);
    return run(transition);
  }
  if (!transition.running) return resultOf(transition);
  if (event.type === 'machine-deleted') {
    execution.machineDeleted = true;
    return resultOf(transition);
  }
  if (event.type === 'stop') {
    const { error, cause } = event;
    endExecution(transition, {
      status: 'ABORTED',
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    });
    return resultOf(transition);
  }
  if (event.id === execution.deadline || now >= endOfLife(execution)) {
    endExecution(transition, { status: 'TIMED_OUT' });
    return resultOf(transition);
  }
  const step = handle(transition, event);
  if (step) await step;
  return run(transition);
}

function newExecution(spec: ExecutionSpec, now: number): Execution {
  return {
    spec,
    status: 'RUNNING',
    startDate: now,
    redriveCount: 0,
    lastEventId: 0,
    threads: {},
    counters: { thread: 0, command: 0, random: seedOf(spec.seed) },
  };
}

/**
 * The machine's TimeoutSeconds. The limit of a year has no timer: every other timer is cut to it, and an execution
 * without one is checked at its next event.
 */
function startDeadline(transition: Transition): void {
  const seconds = transition.compiled.document.TimeoutSeconds;
  if (seconds !== undefined)
    transition.execution.deadline = transition.timer(rootOf(transition.execution), transition.now + seconds * 1000);
}

function handle(transition: Transition, answer: CommandAnswer) {
  const thread = transition.execution.threads[answer.id.slice(0, answer.id.indexOf(':'))];
  const work = thread?.work;
  if (!thread || !work || work.kind === 'children') return undefined;
  const timers = work.kind === 'task' ? [work.timeout, work.heartbeat] : [];
  if (answer.id !== work.command && !(answer.type === 'timer' && timers.includes(answer.id))) return undefined;
  const state = transition.stateOf(thread);
  const kind = transition.handlers[state.type];
  if (work.kind !== 'retry') return guarded(transition, thread, () => kind.handle?.(transition, thread, state, answer));
  delete thread.work;
  return guarded(transition, thread, () => kind.run(transition, thread, state));
}

/** Runs all threads that can proceed, one state of each in turn. */
async function run(transition: Transition): Promise<TransitionResult> {
  for (let ready = transition.nextStep(); ready; ready = transition.nextStep()) {
    const step = guarded(transition, ready.thread, ready.step);
    if (step) await step;
  }
  return resultOf(transition);
}

function resultOf({ execution, commands, events, inspection }: Transition): TransitionResult {
  return { execution, commands, events, ...(inspection && { inspection }) };
}
