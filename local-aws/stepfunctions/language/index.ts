/**
 * The States Language, pure: an execution and something that happened give the execution as it then is, what it wants
 * done, and what its history gains. Time comes in, nothing goes out but what is returned.
 */

import { seedOf } from '../../core/random.ts';
import { endExecution } from './engine/end-execution.ts';
import { guarded } from './engine/error-handling.ts';
import { start } from './engine/flow.ts';
import { endOfLife } from './engine/limits.ts';
import { type Answer, type Kinds, Turn, WHOLE } from './engine/transition.ts';
import { rootOf } from './model/thread.ts';
import type { Advance, Begin, Execution, ExecutionSpec, Turn as Given } from './model/types.ts';
import { redrive } from './redrive.ts';
import { choice } from './states/choice.ts';
import { fail } from './states/fail.ts';
import { map } from './states/map.ts';
import { parallel } from './states/parallel.ts';
import { pass } from './states/pass.ts';
import { succeed } from './states/succeed.ts';
import { task } from './states/task.ts';
import { wait } from './states/wait.ts';

const kinds: Kinds = {
  Pass: pass,
  Task: task,
  Choice: choice,
  Wait: wait,
  Succeed: succeed,
  Fail: fail,
  Parallel: parallel,
  Map: map,
};

/** Starts an execution. Its machine's definition must have been validated. */
export const begin: Begin = async (spec, now) => {
  const turn = new Turn(made(spec, now), now, kinds);
  turn.record('ExecutionStarted', 0, 'executionStartedEventDetails', {
    input: turn.text(spec.input),
    inputDetails: WHOLE,
    roleArn: spec.machine.roleArn,
  });
  const thread = turn.openThread(undefined, 0, 0, 0);
  startDeadline(turn);
  start(turn, thread, spec.input);
  return run(turn);
};

/** Goes on with an execution. What it no longer waits for changes nothing. */
export const advance: Advance = async (execution, happening, now) => {
  const turn = new Turn(execution, now, kinds);
  if (happening.type === 'redrive') {
    redrive(turn);
    startDeadline(turn);
    return run(turn);
  }
  if (!turn.running) return given(turn);
  if (happening.type === 'machine-deleted') {
    execution.machineDeleted = true;
    return given(turn);
  }
  if (happening.type === 'stop') {
    const { error, cause } = happening;
    endExecution(turn, {
      status: 'ABORTED',
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    });
    return given(turn);
  }
  if (happening.id === execution.deadline || now >= endOfLife(execution)) {
    endExecution(turn, { status: 'TIMED_OUT' });
    return given(turn);
  }
  const step = hear(turn, happening);
  if (step) await step;
  return run(turn);
};

function made(spec: ExecutionSpec, now: number): Execution {
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
 * The machine's own TimeoutSeconds. A year has no timer of its own: what is waited for longer ends with its timer, and
 * what has none is not looked at before something happens to it.
 */
function startDeadline(turn: Turn): void {
  const seconds = turn.compiled.document.TimeoutSeconds;
  if (seconds !== undefined) turn.execution.deadline = turn.timer(rootOf(turn.execution), turn.now + seconds * 1000);
}

function hear(turn: Turn, answer: Answer) {
  const thread = turn.execution.threads[answer.id.slice(0, answer.id.indexOf(':'))];
  const work = thread?.work;
  if (!thread || !work || work.kind === 'children') return undefined;
  const timers = work.kind === 'task' ? [work.timeout, work.heartbeat] : [];
  if (answer.id !== work.command && !(answer.type === 'timer' && timers.includes(answer.id))) return undefined;
  const state = turn.stateOf(thread);
  const kind = turn.kinds[state.type];
  if (work.kind !== 'retry') return guarded(turn, thread, () => kind.hear?.(turn, thread, state, answer));
  delete thread.work;
  return guarded(turn, thread, () => kind.run(turn, thread, state));
}

/** Lets every thread that can go on do so, a state each in turn. */
async function run(turn: Turn): Promise<Given> {
  for (let ready = turn.nextStep(); ready; ready = turn.nextStep()) {
    const step = guarded(turn, ready.thread, ready.step);
    if (step) await step;
  }
  return given(turn);
}

function given({ execution, commands, events }: Turn): Given {
  return { execution, commands, events };
}
