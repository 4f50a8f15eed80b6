/** The history events of a task, with the details that AWS gives them. */

import type { Failure } from '../engine/failure.ts';
import { NOT_TRUNCATED, type Transition } from '../engine/transition.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { Thread } from '../model/thread.ts';
import { type TaskEventFormat, taskEventFormat } from './task-resource.ts';

export interface Scheduled {
  resource: string;
  parameters: Json;
  timeoutSeconds: number | undefined;
  heartbeatSeconds: number | undefined;
  roleArn: string | undefined;
}

export function recordScheduled(transition: Transition, thread: Thread, scheduled: Scheduled): void {
  const { resource, parameters, timeoutSeconds, heartbeatSeconds, roleArn } = scheduled;
  const format = taskEventFormat(resource);
  const text = transition.stringify(parameters);
  report(transition, thread, format, 'Scheduled', {
    ...(format.prefix === 'Task'
      ? { parameters: text, region: regionOf(transition) }
      : { resource, input: text, inputDetails: NOT_TRUNCATED }),
    ...(timeoutSeconds !== undefined && { timeoutInSeconds: timeoutSeconds }),
    ...(heartbeatSeconds !== undefined &&
      format.prefix !== 'LambdaFunction' && { heartbeatInSeconds: heartbeatSeconds }),
    ...(roleArn !== undefined && format.prefix !== 'Activity' && { taskCredentials: { roleArn } }),
  });
}

/** LambdaFunctionStarted has no details. */
export function recordStarted(transition: Transition, thread: Thread, resource: string): void {
  const format = taskEventFormat(resource);
  if (format.prefix === 'LambdaFunction') transition.recordNext(thread, 'LambdaFunctionStarted');
  else report(transition, thread, format, 'Started', {});
}

export function recordOutput(
  transition: Transition,
  thread: Thread,
  resource: string,
  event: 'Submitted' | 'Succeeded',
  text: string,
): void {
  report(transition, thread, taskEventFormat(resource), event, { output: text, outputDetails: NOT_TRUNCATED });
}

export function recordFailure(
  transition: Transition,
  thread: Thread,
  resource: string,
  event: 'Failed' | 'TimedOut' | 'StartFailed' | 'SubmitFailed' | 'ScheduleFailed',
  { error, cause }: Failure,
): void {
  report(transition, thread, taskEventFormat(resource), event, {
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  });
}

function report(
  transition: Transition,
  thread: Thread,
  { prefix, common }: TaskEventFormat,
  event: string,
  details: JsonObject,
): void {
  const key = `${prefix.charAt(0).toLowerCase()}${prefix.slice(1)}${event}EventDetails` as const;
  transition.recordNext(thread, `${prefix}${event}`, key, { ...common, ...details });
}

function regionOf(transition: Transition): string {
  return transition.execution.spec.machine.arn.split(':')[3] ?? '';
}
