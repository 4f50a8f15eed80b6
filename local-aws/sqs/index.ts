import type { Aws, Service } from '../core/aws.ts';
import type { Inputs } from '../wire/input/shape.ts';
import { typed } from '../wire/input/typed.ts';
import { deadLetterSources } from './api/dead-letters.ts';
import { messages } from './api/messages.ts';
import { moveTasks } from './api/move-tasks.ts';
import { administration } from './api/queues.ts';
import { tags } from './api/tags.ts';
import { MoveTasks } from './state/move-tasks.ts';
import { type Queue, Queues } from './state/queues.ts';

export interface SqsOptions {
  /** Where this runtime is reached: queue URLs begin so, and SDKs send to the URL they are given. */
  endpoint(): string;
}

const QUEUE = { QueueUrl: 'text' } as const;
const MESSAGE = {
  MessageBody: 'text',
  DelaySeconds: 'integer',
  MessageAttributes: { '*': { DataType: 'text', StringValue: 'text', BinaryValue: 'blob' } },
} as const;
const RECEIPT = { ReceiptHandle: 'text' } as const;
const ID = { Id: 'text' } as const;

const inputs: Inputs = {
  CreateQueue: { QueueName: 'text', Attributes: { '*': 'text' }, tags: { '*': 'text' } },
  GetQueueUrl: { QueueName: 'text', QueueOwnerAWSAccountId: 'text' },
  ListQueues: { QueueNamePrefix: 'text', MaxResults: 'integer', NextToken: 'text' },
  GetQueueAttributes: { ...QUEUE, AttributeNames: ['text'] },
  SetQueueAttributes: { ...QUEUE, Attributes: { '*': 'text' } },
  ListDeadLetterSourceQueues: { ...QUEUE, MaxResults: 'integer', NextToken: 'text' },
  StartMessageMoveTask: { SourceArn: 'text', DestinationArn: 'text', MaxNumberOfMessagesPerSecond: 'integer' },
  ListMessageMoveTasks: { SourceArn: 'text', MaxResults: 'integer' },
  CancelMessageMoveTask: { TaskHandle: 'text' },
  ListQueueTags: QUEUE,
  TagQueue: { ...QUEUE, Tags: { '*': 'text' } },
  UntagQueue: { ...QUEUE, TagKeys: ['text'] },
  PurgeQueue: QUEUE,
  DeleteQueue: QUEUE,
  SendMessage: { ...QUEUE, ...MESSAGE },
  ReceiveMessage: {
    ...QUEUE,
    MaxNumberOfMessages: 'integer',
    VisibilityTimeout: 'integer',
    WaitTimeSeconds: 'integer',
    AttributeNames: ['text'],
    MessageSystemAttributeNames: ['text'],
    MessageAttributeNames: ['text'],
  },
  DeleteMessage: { ...QUEUE, ...RECEIPT },
  ChangeMessageVisibility: { ...QUEUE, ...RECEIPT, VisibilityTimeout: 'integer' },
  SendMessageBatch: { ...QUEUE, Entries: [{ ...ID, ...MESSAGE }] },
  DeleteMessageBatch: { ...QUEUE, Entries: [{ ...ID, ...RECEIPT }] },
  ChangeMessageVisibilityBatch: { ...QUEUE, Entries: [{ ...ID, ...RECEIPT, VisibilityTimeout: 'integer' }] },
};

export function sqs(aws: Aws, { endpoint }: SqsOptions): Service {
  const queues = new Queues(aws);
  const urlOf = ({ account, name }: Queue) => `${endpoint()}/${account}/${name}`;
  const service: Service = {
    name: 'sqs',
    signingName: 'sqs',
    protocol: 'awsJson1.0',
    targetPrefix: 'AmazonSQS',
    errorNamespace: 'com.amazonaws.sqs',
    operations: {
      ...administration(queues, urlOf),
      ...deadLetterSources(queues, urlOf),
      ...moveTasks(queues, new MoveTasks(aws, queues)),
      ...tags(queues),
      ...messages(queues),
    },
  };
  return typed(service, inputs);
}
