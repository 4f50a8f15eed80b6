/** The history events of a task depend on its Resource. */

import type { JsonObject } from '../model/json.ts';

/** How the history shows a task: LambdaFunction* and Activity* events for their ARNs, Task* events for the integrations. */
export interface TaskEventFormat {
  prefix: 'LambdaFunction' | 'Activity' | 'Task';
  /** What every event of an integration repeats: `{ resource, resourceType }`. */
  common: JsonObject;
  /** The subject of DataLimitExceeded's cause. */
  subject: string;
}

/** `arn:aws:states:::sqs:sendMessage.waitForTaskToken`, `arn:aws:states:::aws-sdk:s3:getObject`. */
const INTEGRATION = /^arn:[^:]+:states:[^:]*:[^:]*:((?:aws-sdk:)?[^:]+):(.+)$/;

const known = new Map<string, TaskEventFormat>();

export function taskEventFormat(resource: string): TaskEventFormat {
  const found = known.get(resource) ?? format(resource);
  known.set(resource, found);
  return found;
}

function format(resource: string): TaskEventFormat {
  if (/^arn:[^:]+:lambda:/.test(resource)) return { prefix: 'LambdaFunction', common: {}, subject: resource };
  if (/^arn:[^:]+:states:[^:]+:[^:]+:activity:/.test(resource))
    return { prefix: 'Activity', common: {}, subject: resource };
  const [, resourceType = '', called = resource] = INTEGRATION.exec(resource) ?? [];
  return { prefix: 'Task', common: { resource: called, resourceType }, subject: resourceType };
}

/** Whether the task goes on after its call was accepted; AWS then has a token in the context object, also for `.sync`. */
export function hasToken(resource: string): boolean {
  return /\.(waitForTaskToken|sync(:2)?)$/.test(resource);
}
