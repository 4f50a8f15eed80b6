/** Task: asks the outside for something, and waits for what becomes of it. */

import { digits } from '../../../core/random.ts';
import { StateFailure } from '../engine/failure.ts';
import { dataLimitExceeded, fits } from '../engine/limits.ts';
import { finish } from '../engine/output.ts';
import type { Answer, Kind, Step, Turn } from '../engine/transition.ts';
import type { TaskWork, Thread } from '../model/thread.ts';
import { type Scheduled, tellFailure, tellOutput, tellScheduled, tellStarted } from './task-events.ts';
import { prepareEvaluated, prepareWithPaths } from './task-input.ts';
import { tellingOf, waitsForToken } from './task-resource.ts';

export const task: Kind = {
  run(turn, thread, state) {
    const resource = state.fields.Resource ?? '';
    const work: TaskWork = { kind: 'task', command: turn.commandId(thread), resource, started: false };
    // The token is there before the parameters are, for they are what carries it out.
    if (waitsForToken(resource)) work.token = `AQ${digits(126, turn.random)}`;
    thread.work = work;
    if (state.jsonata) return prepareEvaluated(turn, thread, state).then((made) => schedule(turn, thread, work, made));
    schedule(turn, thread, work, prepareWithPaths(turn, thread, state));
    return undefined;
  },

  hear(turn, thread, state, answer) {
    const work = thread.work as TaskWork;
    if (answer.type === 'timer') return timedOut(turn, thread, work, answer.id === work.heartbeat);
    if (answer.type === 'task-started') return started(turn, thread, work);
    if (answer.type === 'task-heartbeat') return heartbeat(turn, thread, work);
    if (answer.type === 'task-failed') return failed(turn, thread, work, answer);
    if (answer.type !== 'task-submitted' && answer.type !== 'task-succeeded') return undefined;
    started(turn, thread, work);
    const text = turn.text(answer.output);
    if (!fits(text)) return tooBig(turn, thread, work);
    if (answer.type === 'task-submitted') {
      tellOutput(turn, thread, work.resource, 'Submitted', text);
      return undefined;
    }
    settle(turn, thread, work);
    tellOutput(turn, thread, work.resource, 'Succeeded', text);
    return finish(turn, thread, state, answer.output);
  },
};

function schedule(turn: Turn, thread: Thread, work: TaskWork, scheduled: Scheduled): void {
  const { resource, parameters, timeoutSeconds, heartbeatSeconds, roleArn } = scheduled;
  if (!fits(turn.text(parameters))) throw dataLimitExceeded(thread.state, 'got an input');
  tellScheduled(turn, thread, scheduled);
  turn.commands.push({
    type: 'task',
    id: work.command,
    stateName: thread.state,
    resource,
    parameters,
    ...(work.token !== undefined && { token: work.token }),
    ...(roleArn !== undefined && { roleArn }),
  });
  if (timeoutSeconds !== undefined) work.timeout = turn.timer(thread, turn.now + timeoutSeconds * 1000);
  if (heartbeatSeconds === undefined) return;
  work.heartbeatSeconds = heartbeatSeconds;
  work.heartbeat = turn.timer(thread, turn.now + heartbeatSeconds * 1000);
}

function started(turn: Turn, thread: Thread, work: TaskWork): undefined {
  if (work.started) return;
  work.started = true;
  tellStarted(turn, thread, work.resource);
}

function heartbeat(turn: Turn, thread: Thread, work: TaskWork): undefined {
  if (work.heartbeatSeconds === undefined) return;
  turn.cancel(work.heartbeat);
  work.heartbeat = turn.timer(thread, turn.now + work.heartbeatSeconds * 1000);
}

function timedOut(turn: Turn, thread: Thread, work: TaskWork, byHeartbeat: boolean): Step {
  started(turn, thread, work);
  settle(turn, thread, work);
  turn.cancel(work.command);
  const failure = { error: 'States.Timeout', ...(byHeartbeat && { alias: 'States.HeartbeatTimeout' }) };
  tellFailure(turn, thread, work.resource, 'TimedOut', failure);
  throw new StateFailure(failure);
}

const FAILED_IN = { schedule: 'ScheduleFailed', start: 'StartFailed', submit: 'SubmitFailed', run: 'Failed' } as const;

function failed(
  turn: Turn,
  thread: Thread,
  work: TaskWork,
  { phase, error, cause }: Extract<Answer, { type: 'task-failed' }>,
): Step {
  const failure = { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
  // An integration has no event for failing before it is scheduled; it fails to start.
  const schedulable = tellingOf(work.resource).prefix !== 'Task';
  const event = phase === 'schedule' && !schedulable ? 'StartFailed' : FAILED_IN[phase];
  if (phase === 'submit' || phase === 'run') started(turn, thread, work);
  settle(turn, thread, work);
  tellFailure(turn, thread, work.resource, event, failure);
  throw new StateFailure(failure);
}

function tooBig(turn: Turn, thread: Thread, work: TaskWork): Step {
  const exceeded = dataLimitExceeded(tellingOf(work.resource).subject);
  settle(turn, thread, work);
  turn.cancel(work.command);
  tellFailure(turn, thread, work.resource, 'Failed', exceeded.failure);
  throw exceeded;
}

/** The task is over: its timers are no longer wanted. */
function settle(turn: Turn, thread: Thread, work: TaskWork): void {
  turn.cancel(work.timeout);
  turn.cancel(work.heartbeat);
  delete thread.work;
}
