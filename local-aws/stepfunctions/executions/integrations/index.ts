import type { ResourceSupport } from '../../language/validation/index.ts';
import { awsSdk, isSdkService } from './aws-sdk.ts';
import type { Integration } from './contract.ts';
import { deleteItem, getItem, putItem, updateItem } from './dynamodb-items.ts';
import { putEvents } from './events-put-events.ts';
import { httpInvoke } from './http-invoke.ts';
import { lambdaFunction } from './lambda-function.ts';
import { lambdaInvoke } from './lambda-invoke.ts';
import { publish } from './sns-publish.ts';
import { sendMessage } from './sqs-send-message.ts';
import { startExecution } from './states-start-execution.ts';

export type Pattern = 'request-response' | 'waitForTaskToken' | 'sync' | 'sync:2';

export interface Resource {
  integration: Integration;
  pattern: Pattern;
}

/** The optimised integrations, with the patterns each of them knows beside request and response. */
const optimised: Readonly<Record<string, { integration: Integration; patterns: readonly Pattern[] }>> = {
  'dynamodb:deleteItem': { integration: deleteItem, patterns: [] },
  'dynamodb:getItem': { integration: getItem, patterns: [] },
  'dynamodb:putItem': { integration: putItem, patterns: [] },
  'dynamodb:updateItem': { integration: updateItem, patterns: [] },
  'events:putEvents': { integration: putEvents, patterns: ['waitForTaskToken'] },
  'http:invoke': { integration: httpInvoke, patterns: [] },
  'lambda:invoke': { integration: lambdaInvoke, patterns: ['waitForTaskToken'] },
  'sns:publish': { integration: publish, patterns: ['waitForTaskToken'] },
  'sqs:sendMessage': { integration: sendMessage, patterns: ['waitForTaskToken'] },
  'states:startExecution': { integration: startExecution, patterns: ['waitForTaskToken', 'sync', 'sync:2'] },
};

/** The other services with optimised integrations in AWS. */
const UNSERVED =
  /^(apigateway|athena|aws-sdk|batch|bedrock|codebuild|databrew|dynamodb|ecs|eks|elasticmapreduce|emr-containers|emr-serverless|glue|mediaconvert|sagemaker)$/;

export function resourceSupport(arn: string): ResourceSupport {
  if (resourceOf(arn)) return 'served';
  const [, , service, region, , type = ''] = arn.split(':');
  if (service !== 'states') return 'unknown';
  return UNSERVED.test(type) || (region !== '' && type === 'activity') ? 'unserved' : 'unknown';
}

/** @returns undefined for what is not served here. */
export function resourceOf(arn: string): Resource | undefined {
  if (/^arn:[^:]+:lambda:[^:]+:\d{12}:function:/.test(arn)) {
    return { integration: lambdaFunction(arn), pattern: 'request-response' };
  }
  const found = /^arn:[^:]+:states:::((?:aws-sdk:)?)([^:.]+):([^:.]+)(?:\.(waitForTaskToken|sync|sync:2))?$/.exec(arn);
  if (!found) return undefined;
  const [, sdk, service = '', action = '', suffix] = found;
  const pattern = (suffix ?? 'request-response') as Pattern;
  if (sdk)
    return isSdkService(service) && !pattern.startsWith('sync')
      ? { integration: awsSdk(service, action), pattern }
      : undefined;
  const known = optimised[`${service}:${action}`];
  if (!known || (suffix && !known.patterns.includes(pattern))) return undefined;
  return { integration: known.integration, pattern };
}
