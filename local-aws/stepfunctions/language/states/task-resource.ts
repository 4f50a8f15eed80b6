/** How the history tells of a task: by what its Resource calls. */

import type { JsonObject } from '../model/json.ts';

/** One way of telling: LambdaFunction* and Activity* events for their ARNs, Task* events for the integrations. */
export interface Telling {
  prefix: 'LambdaFunction' | 'Activity' | 'Task';
  /** What every event of an integration repeats: `{ resource, resourceType }`. */
  common: JsonObject;
  /** What a result that is too big is blamed on. */
  subject: string;
}

/** `arn:aws:states:::sqs:sendMessage.waitForTaskToken`, `arn:aws:states:::aws-sdk:s3:getObject`. */
const INTEGRATION = /^arn:[^:]+:states:[^:]*:[^:]*:((?:aws-sdk:)?[^:]+):(.+)$/;

const known = new Map<string, Telling>();

export function tellingOf(resource: string): Telling {
  const found = known.get(resource) ?? telling(resource);
  known.set(resource, found);
  return found;
}

function telling(resource: string): Telling {
  if (/^arn:[^:]+:lambda:/.test(resource)) return { prefix: 'LambdaFunction', common: {}, subject: resource };
  if (/^arn:[^:]+:states:[^:]+:[^:]+:activity:/.test(resource))
    return { prefix: 'Activity', common: {}, subject: resource };
  const [, resourceType = '', called = resource] = INTEGRATION.exec(resource) ?? [];
  return { prefix: 'Task', common: { resource: called, resourceType }, subject: resourceType };
}

/** Whether the task goes on after its call was accepted, until someone sends its token back. */
export function waitsForToken(resource: string): boolean {
  return resource.endsWith('.waitForTaskToken');
}
