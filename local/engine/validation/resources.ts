/** The Task resources that this runtime serves; a machine with any other is refused when it is created. */

/** Optimized integrations: each call with the ways in which it can be waited for. */
const INTEGRATIONS: ReadonlySet<string> = new Set([
  'lambda:invoke',
  'lambda:invoke.waitForTaskToken',
  'events:putEvents',
  'events:putEvents.waitForTaskToken',
  'sqs:sendMessage',
  'sqs:sendMessage.waitForTaskToken',
  'states:startExecution',
  'states:startExecution.sync',
  'states:startExecution.sync:2',
  'states:startExecution.waitForTaskToken',
]);

/** Services whose operations can be called as `aws-sdk:service:operation`. */
const SDK_SERVICES: ReadonlySet<string> = new Set([
  'codeartifact',
  'eventbridge',
  'lambda',
  'opensearch',
  'redshift',
  's3',
  'sfn',
  'sqs',
  'sts',
]);

const FUNCTION = /^arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w-]+(?::[\w$-]+)?$/;
const INTEGRATION = /^arn:[\w-]+:states:(?:[\w-]*):(?:\d{12})?:(.+)$/;
const SDK_CALL = /^aws-sdk:([a-z0-9]+):[a-z]\w+(?:\.waitForTaskToken)?$/;

export function servesResource(resource: string): boolean {
  if (FUNCTION.test(resource)) return true;
  const call = INTEGRATION.exec(resource)?.[1] ?? '';
  const service = SDK_CALL.exec(call)?.[1];
  return service === undefined ? INTEGRATIONS.has(call) : SDK_SERVICES.has(service);
}
