/** The history events of a task's course, each with the details that AWS gives it. */

import type { Failure } from '../engine/failure.ts';
import { type Turn, WHOLE } from '../engine/transition.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { Thread } from '../model/thread.ts';
import { type Telling, tellingOf } from './task-resource.ts';

export interface Scheduled {
  resource: string;
  parameters: Json;
  timeoutSeconds: number | undefined;
  heartbeatSeconds: number | undefined;
  roleArn: string | undefined;
}

export function tellScheduled(turn: Turn, thread: Thread, scheduled: Scheduled): void {
  const { resource, parameters, timeoutSeconds, heartbeatSeconds, roleArn } = scheduled;
  const telling = tellingOf(resource);
  const text = turn.text(parameters);
  tell(turn, thread, telling, 'Scheduled', {
    ...(telling.prefix === 'Task'
      ? { parameters: text, region: regionOf(turn) }
      : { resource, input: text, inputDetails: WHOLE }),
    ...(timeoutSeconds !== undefined && { timeoutInSeconds: timeoutSeconds }),
    ...(heartbeatSeconds !== undefined &&
      telling.prefix !== 'LambdaFunction' && { heartbeatInSeconds: heartbeatSeconds }),
    ...(roleArn !== undefined && telling.prefix !== 'Activity' && { taskCredentials: { roleArn } }),
  });
}

/** A function's start has no details; a worker's names it. */
export function tellStarted(turn: Turn, thread: Thread, resource: string): void {
  const telling = tellingOf(resource);
  if (telling.prefix === 'LambdaFunction') turn.follow(thread, 'LambdaFunctionStarted');
  else tell(turn, thread, telling, 'Started', {});
}

export function tellOutput(
  turn: Turn,
  thread: Thread,
  resource: string,
  event: 'Submitted' | 'Succeeded',
  text: string,
): void {
  tell(turn, thread, tellingOf(resource), event, { output: text, outputDetails: WHOLE });
}

export function tellFailure(
  turn: Turn,
  thread: Thread,
  resource: string,
  event: 'Failed' | 'TimedOut' | 'StartFailed' | 'SubmitFailed' | 'ScheduleFailed',
  { error, cause }: Failure,
): void {
  tell(turn, thread, tellingOf(resource), event, {
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  });
}

function tell(turn: Turn, thread: Thread, { prefix, common }: Telling, event: string, details: JsonObject): void {
  const key = `${prefix.charAt(0).toLowerCase()}${prefix.slice(1)}${event}EventDetails` as const;
  turn.follow(thread, `${prefix}${event}`, key, { ...common, ...details });
}

function regionOf(turn: Turn): string {
  return turn.execution.spec.machine.arn.split(':')[3] ?? '';
}
