/** Redrive policies of queues, and which queues a dead-letter queue takes messages from. */

import type * as sdk from '@aws-sdk/client-sqs';
import type { AccountRegion } from '../../core/account-region.ts';
import { AwsError } from '../../core/aws.ts';
import type { SdkOperations } from '../../wire/input/sdk-operations.ts';
import type { DeadLetters, Queue, Queues } from '../state/queues.ts';
import { arnOf, on, queueOf } from './addressing.ts';
import { pageOfQueues } from './queue-pages.ts';

interface RedrivePolicy {
  deadLetterTargetArn: string;
  maxReceiveCount: number;
}

interface RedriveAllowPolicy {
  redrivePermission: 'allowAll' | 'denyAll' | 'byQueue';
  sourceQueueArns?: string[];
}

const MOST_RECEIVES = 1000;
const MOST_SOURCES = 10;

export function deadLetterSources(queues: Queues, urlOf: (queue: Queue) => string) {
  return {
    ListDeadLetterSourceQueues: {
      ...on(queues, 'sqs:ListDeadLetterSourceQueues'),
      run(input, call) {
        const { rows, token } = pageOfQueues(sourcesOf(queues, queueOf(queues, input, call)), input);
        return { queueUrls: rows.map(urlOf), NextToken: token };
      },
    },
  } satisfies SdkOperations<typeof sdk>;
}

export function sourcesOf(queues: Queues, target: Queue): Queue[] {
  return queues
    .list(target, '')
    .filter(({ attributes }) => readRedrivePolicy(attributes)?.deadLetterTargetArn === arnOf(target));
}

/** Where a queue's messages go that were received too often; undefined where it keeps them. */
export function deadLettersOf(queues: Queues, queue: Queue): DeadLetters | undefined {
  const policy = readRedrivePolicy(queue.attributes);
  const target = policy && targetOf(queues, queue, policy);
  return target && { target, maxReceiveCount: policy.maxReceiveCount };
}

/** @throws AwsError InvalidParameterValue for a redrive policy, or a redrive allow policy, that SQS does not take. */
export function refuseRedrive(
  queues: Queues,
  source: AccountRegion & { name: string },
  { RedrivePolicy, RedriveAllowPolicy }: Readonly<Record<string, string>>,
): void {
  if (RedrivePolicy) refusePolicy(queues, source, RedrivePolicy);
  if (RedriveAllowPolicy) refuseAllowPolicy(RedriveAllowPolicy);
}

function refusePolicy(queues: Queues, source: AccountRegion & { name: string }, text: string): void {
  const invalid = invalidValue('RedrivePolicy', text);
  const policy = jsonMap(text);
  if (!policy) throw invalid('Redrive policy is not a valid JSON map.');
  const { deadLetterTargetArn: arn, maxReceiveCount: count, ...others } = policy;
  if (arn === undefined) throw invalid('Redrive policy does not contain mandatory attribute: deadLetterTargetArn.');
  if (count === undefined) throw invalid('Redrive policy does not contain mandatory attribute: maxReceiveCount.');
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw invalid(`Redrive policy contains an unknown attribute: ${unknown}.`);
  if (!/^\d+$/.test(String(count)) || Number(count) < 1 || Number(count) > MOST_RECEIVES)
    throw invalid(
      `Invalid value for maxReceiveCount: ${count}, valid values are from 1 to ${MOST_RECEIVES} both inclusive.`,
    );
  const target = targetOf(queues, source, { deadLetterTargetArn: String(arn), maxReceiveCount: Number(count) });
  if (!target) throw invalid('Dead letter target does not exist.');
  if (!allows(target, arnOf(source)))
    throw invalid('The RedriveAllowPolicy of the dead letter target does not allow this source queue.');
}

function refuseAllowPolicy(text: string): void {
  const invalid = invalidValue('RedriveAllowPolicy', text);
  const policy = jsonMap(text);
  if (!policy) throw invalid('Redrive allow policy is not a valid JSON map.');
  const { redrivePermission: permission, sourceQueueArns: arns, ...others } = policy;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw invalid(`Redrive allow policy contains an unknown attribute: ${unknown}.`);
  if (!['allowAll', 'denyAll', 'byQueue'].includes(String(permission)))
    throw invalid('redrivePermission must be allowAll, denyAll or byQueue.');
  if ((permission === 'byQueue') !== (arns !== undefined))
    throw invalid('sourceQueueArns must be given with redrivePermission byQueue, and with it alone.');
  if (arns === undefined) return;
  if (!Array.isArray(arns) || arns.length === 0 || arns.length > MOST_SOURCES || !arns.every(isQueueArn))
    throw invalid(`sourceQueueArns must be a list of 1 to ${MOST_SOURCES} ARNs of queues.`);
}

function isQueueArn(arn: unknown): boolean {
  return typeof arn === 'string' && /^arn:[\w-]+:sqs:[\w-]+:\d{12}:[\w-]+$/.test(arn);
}

function invalidValue(attribute: string, text: string) {
  return (reason: string) =>
    new AwsError('InvalidParameterValue', `Value ${text} for parameter ${attribute} is invalid. Reason: ${reason}`);
}

function jsonMap(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** As `refuseRedrive` let it pass; numbers may be texts. */
function readRedrivePolicy({ RedrivePolicy }: Readonly<Record<string, string>>): RedrivePolicy | undefined {
  if (!RedrivePolicy) return undefined;
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(RedrivePolicy) as RedrivePolicy;
  return { deadLetterTargetArn, maxReceiveCount: Number(maxReceiveCount) };
}

/** A dead-letter queue is of the account and the Region of its source. */
function targetOf(queues: Queues, source: AccountRegion, { deadLetterTargetArn: arn }: RedrivePolicy) {
  const name = arn.split(':').at(-1) ?? '';
  return arnOf({ ...source, name }) === arn ? queues.get(source, name) : undefined;
}

function allows({ attributes }: Queue, source: string): boolean {
  if (!attributes.RedriveAllowPolicy) return true;
  const { redrivePermission, sourceQueueArns } = JSON.parse(attributes.RedriveAllowPolicy) as RedriveAllowPolicy;
  return redrivePermission === 'allowAll' || sourceQueueArns?.includes(source) === true;
}
