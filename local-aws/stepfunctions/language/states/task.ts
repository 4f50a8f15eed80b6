/** Task: calls a resource and waits for its result. */

import { digits } from '../../../core/random.ts';
import { StateFailure } from '../engine/failure.ts';
import { dataLimitExceeded, fits } from '../engine/limits.ts';
import { finish } from '../engine/output.ts';
import type { CommandAnswer, StateHandler, Step, Transition } from '../engine/transition.ts';
import type { TaskWork, Thread } from '../model/thread.ts';
import { recordFailure, recordOutput, recordScheduled, recordStarted, type Scheduled } from './task-events.ts';
import { taskInputFromJsonata, taskInputFromPaths } from './task-input.ts';
import { hasToken, taskEventFormat } from './task-resource.ts';

export const task: StateHandler = {
  run(transition, thread, state) {
    const resource = state.fields.Resource ?? '';
    const work: TaskWork = { kind: 'task', command: transition.commandId(thread), resource, started: false };
    // The token is made before the parameters, which contain it.
    if (hasToken(resource)) work.token = `AQ${digits(126, transition.random)}`;
    thread.work = work;
    if (state.jsonata)
      return taskInputFromJsonata(transition, thread, state).then((made) => schedule(transition, thread, work, made));
    schedule(transition, thread, work, taskInputFromPaths(transition, thread, state));
    return undefined;
  },

  handle(transition, thread, state, answer) {
    const work = thread.work as TaskWork;
    if (answer.type === 'timer') return timedOut(transition, thread, work, answer.id === work.heartbeat);
    if (answer.type === 'task-started') return started(transition, thread, work);
    if (answer.type === 'task-heartbeat') return heartbeat(transition, thread, work);
    if (answer.type === 'task-failed') return failed(transition, thread, work, answer);
    if (answer.type !== 'task-submitted' && answer.type !== 'task-succeeded') return undefined;
    started(transition, thread, work);
    const text = transition.stringify(answer.output);
    if (!fits(text)) return tooBig(transition, thread, work);
    if (answer.type === 'task-submitted') {
      recordOutput(transition, thread, work.resource, 'Submitted', text);
      return undefined;
    }
    settle(transition, thread, work);
    recordOutput(transition, thread, work.resource, 'Succeeded', text);
    return finish(transition, thread, state, answer.output);
  },
};

function schedule(transition: Transition, thread: Thread, work: TaskWork, scheduled: Scheduled): void {
  const { resource, parameters, timeoutSeconds, heartbeatSeconds, roleArn } = scheduled;
  transition.inspect(transition.stateOf(thread).jsonata ? 'afterArguments' : 'afterParameters', parameters);
  if (!fits(transition.stringify(parameters))) throw dataLimitExceeded(thread.state, 'got an input');
  recordScheduled(transition, thread, scheduled);
  transition.commands.push({
    type: 'task',
    id: work.command,
    stateName: thread.state,
    resource,
    parameters,
    ...(work.token !== undefined && { token: work.token }),
    ...(roleArn !== undefined && { roleArn }),
  });
  if (timeoutSeconds !== undefined) work.timeout = transition.timer(thread, transition.now + timeoutSeconds * 1000);
  if (heartbeatSeconds === undefined) return;
  work.heartbeatSeconds = heartbeatSeconds;
  work.heartbeat = transition.timer(thread, transition.now + heartbeatSeconds * 1000);
}

function started(transition: Transition, thread: Thread, work: TaskWork): undefined {
  if (work.started) return;
  work.started = true;
  recordStarted(transition, thread, work.resource);
}

function heartbeat(transition: Transition, thread: Thread, work: TaskWork): undefined {
  if (work.heartbeatSeconds === undefined) return;
  transition.cancel(work.heartbeat);
  work.heartbeat = transition.timer(thread, transition.now + work.heartbeatSeconds * 1000);
}

function timedOut(transition: Transition, thread: Thread, work: TaskWork, byHeartbeat: boolean): Step {
  started(transition, thread, work);
  settle(transition, thread, work);
  transition.cancel(work.command);
  const failure = { error: 'States.Timeout', ...(byHeartbeat && { alias: 'States.HeartbeatTimeout' }) };
  recordFailure(transition, thread, work.resource, 'TimedOut', failure);
  throw new StateFailure(failure);
}

const FAILED_IN = { schedule: 'ScheduleFailed', start: 'StartFailed', submit: 'SubmitFailed', run: 'Failed' } as const;

function failed(
  transition: Transition,
  thread: Thread,
  work: TaskWork,
  { phase, error, cause }: Extract<CommandAnswer, { type: 'task-failed' }>,
): Step {
  const failure = { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
  // An integration has no ScheduleFailed event, only StartFailed.
  const schedulable = taskEventFormat(work.resource).prefix !== 'Task';
  const event = phase === 'schedule' && !schedulable ? 'StartFailed' : FAILED_IN[phase];
  if (phase === 'submit' || phase === 'run') started(transition, thread, work);
  settle(transition, thread, work);
  recordFailure(transition, thread, work.resource, event, failure);
  throw new StateFailure(failure);
}

function tooBig(transition: Transition, thread: Thread, work: TaskWork): Step {
  const exceeded = dataLimitExceeded(taskEventFormat(work.resource).subject);
  settle(transition, thread, work);
  transition.cancel(work.command);
  recordFailure(transition, thread, work.resource, 'Failed', exceeded.failure);
  throw exceeded;
}

/** The task has ended: its timers are cancelled. */
function settle(transition: Transition, thread: Thread, work: TaskWork): void {
  transition.cancel(work.timeout);
  transition.cancel(work.heartbeat);
  delete thread.work;
}
