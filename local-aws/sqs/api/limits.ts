/** What SQS allows its figures to be, and how it words what it does not. */

import { AwsError } from '../../core/aws.ts';

type Ranges = Readonly<Record<string, readonly [least: number, most: number]>>;

/** Of queue attributes and of the parameters that override them, in SQS's units. */
const RANGES: Ranges = {
  VisibilityTimeout: [0, 43_200],
  MessageRetentionPeriod: [60, 1_209_600],
  DelaySeconds: [0, 900],
  MaximumMessageSize: [1024, 1_048_576],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  WaitTimeSeconds: [0, 20],
  MaxNumberOfMessages: [1, 10],
  MaxNumberOfMessagesPerSecond: [1, 500],
  KmsDataKeyReusePeriodSeconds: [60, 86_400],
  MaxResults: [1, 1000],
};

/** @throws AwsError InvalidParameterValue */
export function refuseParameters(input: object, ranges = RANGES): void {
  for (const [name, value] of Object.entries(input)) {
    if (isWithin(name, value, ranges)) continue;
    const [least, most] = ranges[name] ?? [];
    throw new AwsError(
      'InvalidParameterValue',
      `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${least} and ${most}, if provided.`,
    );
  }
}

/** What a queue may be set to; what of it is not kept to here is kept and shown, as encryption is. */
const SETTINGS = [
  'DelaySeconds',
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'Policy',
  'ReceiveMessageWaitTimeSeconds',
  'RedriveAllowPolicy',
  'RedrivePolicy',
  'SqsManagedSseEnabled',
  'VisibilityTimeout',
];

export const FIFO_ATTRIBUTES = ['ContentBasedDeduplication', 'DeduplicationScope', 'FifoQueue', 'FifoThroughputLimit'];

const SHOWN = [
  ...SETTINGS,
  ...FIFO_ATTRIBUTES,
  'All',
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesDelayed',
  'ApproximateNumberOfMessagesNotVisible',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
  'QueueArn',
];

/** Of messages. */
const SYSTEM = [
  'All',
  'ApproximateFirstReceiveTimestamp',
  'ApproximateReceiveCount',
  'AWSTraceHeader',
  'DeadLetterQueueSourceArn',
  'MessageDeduplicationId',
  'MessageGroupId',
  'SenderId',
  'SentTimestamp',
  'SequenceNumber',
];

/** @throws AwsError InvalidAttributeName for attributes that no queue, or no message, has. */
export function refuseNames(asked: readonly string[] | undefined, of: 'queue' | 'message'): void {
  const known = of === 'queue' ? SHOWN : SYSTEM;
  for (const name of asked ?? []) if (!known.includes(name)) throw unknownAttribute(name);
}

function unknownAttribute(name: string): AwsError {
  return new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
}

/** @throws AwsError InvalidAttributeName, InvalidAttributeValue */
export function refuseAttributes(attributes: Readonly<Record<string, string>>): void {
  if (attributes.KmsMasterKeyId && attributes.SqsManagedSseEnabled === 'true')
    throw new AwsError(
      'InvalidAttributeValue',
      'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.',
    );
  for (const [name, value] of Object.entries(attributes)) {
    if (!SETTINGS.includes(name)) throw unknownAttribute(name);
    const allowed = ATTRIBUTE_TESTS[name] ?? (() => true);
    if (isWithin(name, value) && allowed(value)) continue;
    throw new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
  }
}

function isWithin(name: string, value: unknown, ranges = RANGES): boolean {
  if (!Object.hasOwn(ranges, name)) return true;
  const [least, most] = ranges[name] as readonly [number, number];
  return /^\d+$/.test(String(value)) && Number(value) >= least && Number(value) <= most;
}

const ATTRIBUTE_TESTS: Readonly<Record<string, (value: string) => boolean>> = {
  Policy: isPolicy,
  SqsManagedSseEnabled: (value) => value === 'true' || value === 'false',
};

/** An empty policy takes the queue's policy away. */
function isPolicy(text: string): boolean {
  try {
    return text === '' || typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}
