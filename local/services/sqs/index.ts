/** Amazon SQS standard queues, as far as dead letters need them. */

import type {
  ChangeMessageVisibilityRequest,
  CreateQueueRequest,
  CreateQueueResult,
  DeleteMessageRequest,
  DeleteQueueRequest,
  GetQueueAttributesRequest,
  GetQueueAttributesResult,
  GetQueueUrlRequest,
  GetQueueUrlResult,
  ListQueuesRequest,
  ListQueuesResult,
  PurgeQueueRequest,
  ReceiveMessageRequest,
  ReceiveMessageResult,
  SendMessageRequest,
  SendMessageResult,
  SetQueueAttributesRequest,
} from '@aws-sdk/client-sqs';
import { type Aws, AwsError, type Call, type Operation, type Service } from '../../aws.ts';
import type { Place } from '../../world/kinds.ts';
import { page } from '../common/pages.ts';
import { type Inputs, typed } from '../common/typed.ts';
import { batch } from './batches.ts';
import { md5, md5OfAttributes } from './checksums.ts';
import { refuseBody, refuseMessageAttributes } from './content.ts';
import {
  deletedRecently,
  doesNotExist,
  missingParameter,
  nameExists,
  notAvailable,
  purgeInProgress,
} from './errors.ts';
import { refuseAttributes, refuseNames, refuseParameters } from './limits.ts';
import { type Message, type Queue, Queues, type Received } from './queues.ts';

export interface SqsOptions {
  /** Where this runtime is reached: queue URLs begin so, and SDKs send to the URL they are given. */
  endpoint(): string;
}

type Nothing = Record<string, never>;
type Named = { QueueUrl: string | undefined };

const QUEUE = { QueueUrl: 'text' } as const;
const MESSAGE = {
  MessageBody: 'text',
  DelaySeconds: 'number',
  MessageAttributes: { '*': { DataType: 'text', StringValue: 'text', BinaryValue: 'blob' } },
} as const;
const RECEIPT = { ReceiptHandle: 'text' } as const;
const ID = { Id: 'text' } as const;

const inputs: Inputs = {
  CreateQueue: { QueueName: 'text', Attributes: { '*': 'text' } },
  GetQueueUrl: { QueueName: 'text', QueueOwnerAWSAccountId: 'text' },
  ListQueues: { QueueNamePrefix: 'text', MaxResults: 'number', NextToken: 'text' },
  GetQueueAttributes: { ...QUEUE, AttributeNames: ['text'] },
  SetQueueAttributes: { ...QUEUE, Attributes: { '*': 'text' } },
  PurgeQueue: QUEUE,
  DeleteQueue: QUEUE,
  SendMessage: { ...QUEUE, ...MESSAGE },
  ReceiveMessage: {
    ...QUEUE,
    MaxNumberOfMessages: 'number',
    VisibilityTimeout: 'number',
    WaitTimeSeconds: 'number',
    AttributeNames: ['text'],
    MessageSystemAttributeNames: ['text'],
    MessageAttributeNames: ['text'],
  },
  DeleteMessage: { ...QUEUE, ...RECEIPT },
  ChangeMessageVisibility: { ...QUEUE, ...RECEIPT, VisibilityTimeout: 'number' },
  SendMessageBatch: { ...QUEUE, Entries: [{ ...ID, ...MESSAGE }] },
  DeleteMessageBatch: { ...QUEUE, Entries: [{ ...ID, ...RECEIPT }] },
  ChangeMessageVisibilityBatch: { ...QUEUE, Entries: [{ ...ID, ...RECEIPT, VisibilityTimeout: 'number' }] },
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
    operations: { ...administration(queues, urlOf), ...messages(queues) },
  };
  return typed(service, inputs);
}

function administration(queues: Queues, urlOf: (queue: Queue) => string) {
  const CreateQueue: Operation<CreateQueueRequest, CreateQueueResult> = {
    permissions: ({ QueueName = '' }, call) => [
      { action: 'sqs:CreateQueue', resource: arnOf({ ...call, name: QueueName }) },
    ],
    run({ QueueName: name = '', Attributes = {} }, call) {
      refuseName(name);
      refuseAttributes(Attributes as Record<string, string>);
      if (queues.wasJustDeleted(call, name)) throw deletedRecently();
      const known = queues.get(call, name);
      const differs = known && Object.entries(Attributes).some(([key, value]) => known.attributes[key] !== value);
      if (differs) throw nameExists();
      return { QueueUrl: urlOf(known ?? queues.create(call, name, Attributes as Record<string, string>)) };
    },
  };
  const GetQueueUrl: Operation<GetQueueUrlRequest, GetQueueUrlResult> = {
    permissions: ({ QueueName = '', QueueOwnerAWSAccountId: owner = '' }, { region, account }) => [
      { action: 'sqs:GetQueueUrl', resource: arnOf({ region, account: owner || account, name: QueueName }) },
    ],
    run({ QueueName, QueueOwnerAWSAccountId: owner }, call) {
      if (!QueueName) throw missingParameter('QueueName');
      const place = { region: call.region, account: owner ?? call.account };
      return { QueueUrl: urlOf(queues.get(place, QueueName) ?? nobody()) };
    },
  };
  const ListQueues: Operation<ListQueuesRequest, ListQueuesResult> = {
    permissions: (_input, call) => [{ action: 'sqs:ListQueues', resource: arnOf({ ...call, name: '*' }) }],
    run({ QueueNamePrefix = '', MaxResults, NextToken }, call) {
      const { rows, token } = page(queues.list(call, QueueNamePrefix), {
        max: MaxResults,
        usual: 1000,
        token: NextToken,
        keyOf: ({ name }) => name,
        refuse: () => new AwsError('InvalidParameterValue', 'Invalid or expired next token.'),
        options: {},
      });
      return { QueueUrls: rows.map(urlOf), NextToken: token };
    },
  };
  const GetQueueAttributes: Operation<GetQueueAttributesRequest, GetQueueAttributesResult> = {
    ...on(queues, 'sqs:GetQueueAttributes'),
    run(input, call) {
      const all = attributesOf(queues, queueOf(queues, input, call));
      const wanted: readonly string[] = input.AttributeNames ?? [];
      refuseNames(wanted, 'queue');
      const names = wanted.includes('All') ? Object.keys(all) : wanted.filter((name) => name in all);
      return { Attributes: Object.fromEntries(names.map((name) => [name, all[name] ?? ''])) };
    },
  };
  const SetQueueAttributes: Operation<SetQueueAttributesRequest, Nothing> = {
    ...on(queues, 'sqs:SetQueueAttributes'),
    run(input, call) {
      const attributes = (input.Attributes ?? {}) as Record<string, string>;
      refuseAttributes(attributes);
      queues.change(queueOf(queues, input, call), attributes);
      return {};
    },
  };
  const PurgeQueue: Operation<PurgeQueueRequest, Nothing> = {
    ...on(queues, 'sqs:PurgeQueue'),
    run(input, call) {
      const queue = queueOf(queues, input, call);
      if (!queues.purge(queue)) throw purgeInProgress(queue.name);
      return {};
    },
  };
  const DeleteQueue: Operation<DeleteQueueRequest, Nothing> = {
    ...on(queues, 'sqs:DeleteQueue'),
    run(input, call) {
      queues.delete(queueOf(queues, input, call));
      return {};
    },
  };
  return { CreateQueue, GetQueueUrl, ListQueues, GetQueueAttributes, SetQueueAttributes, PurgeQueue, DeleteQueue };
}

function messages(queues: Queues) {
  const SendMessage: Operation<SendMessageRequest, SendMessageResult> = {
    ...on(queues, 'sqs:SendMessage'),
    run(input, call) {
      const queue = queueOf(queues, input, call);
      const { MessageBody: body = '', MessageAttributes: attributes = {} } = input;
      refuseParameters(input);
      refuseBody(body, Number(queue.attributes.MaximumMessageSize));
      refuseMessageAttributes(attributes);
      const sender = call.identity.servicePrincipal ?? call.identity.arn;
      const delay = input.DelaySeconds ?? Number(queue.attributes.DelaySeconds);
      const { id } = queues.send(queue, { body, attributes, sender }, delay);
      return { MessageId: id, MD5OfMessageBody: md5(body), MD5OfMessageAttributes: md5OfAttributes(attributes) };
    },
  };
  const ReceiveMessage: Operation<ReceiveMessageRequest, ReceiveMessageResult> = {
    ...on(queues, 'sqs:ReceiveMessage'),
    async run(input, call) {
      const queue = queueOf(queues, input, call);
      refuseParameters(input);
      refuseNames([...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])], 'message');
      const most = input.MaxNumberOfMessages ?? 1;
      const wish = { most, visibility: input.VisibilityTimeout ?? Number(queue.attributes.VisibilityTimeout) };
      const wait = input.WaitTimeSeconds ?? Number(queue.attributes.ReceiveMessageWaitTimeSeconds);
      let received = queues.receive(queue, wish);
      if (received.length === 0 && wait > 0) {
        await queues.wait(queue, wait);
        received = queues.receive(queue, wish);
      }
      return received.length === 0 ? {} : { Messages: received.map((message) => shown(message, input)) };
    },
  };
  const DeleteMessage: Operation<DeleteMessageRequest, Nothing> = {
    ...on(queues, 'sqs:DeleteMessage'),
    run(input, call) {
      queues.deleteMessage(queueOf(queues, input, call), receipt(input.ReceiptHandle));
      return {};
    },
  };
  const ChangeMessageVisibility: Operation<ChangeMessageVisibilityRequest, Nothing> = {
    ...on(queues, 'sqs:ChangeMessageVisibility'),
    run(input, call) {
      refuseParameters(input);
      const handle = receipt(input.ReceiptHandle);
      if (!queues.hide(queueOf(queues, input, call), handle, input.VisibilityTimeout ?? 0)) throw notAvailable(handle);
      return {};
    },
  };
  return {
    SendMessage,
    ReceiveMessage,
    DeleteMessage,
    ChangeMessageVisibility,
    SendMessageBatch: batch(SendMessage, 'SendMessageBatchRequestEntry'),
    DeleteMessageBatch: batch(DeleteMessage, 'DeleteMessageBatchRequestEntry'),
    ChangeMessageVisibilityBatch: batch(ChangeMessageVisibility, 'ChangeMessageVisibilityBatchRequestEntry'),
  };
}

/** What every operation on a queue asks: the caller's own policies, and the queue's. */
function on(queues: Queues, action: string) {
  return {
    permissions(input: Named, call: Call) {
      const { name, ...place } = named(input, call);
      // An AWS service is told that the queue is not there, which has no policy to speak for it: NO_RESOURCE in a dead letter.
      const nobodysQueue = call.identity.servicePrincipal !== undefined && !queues.get(place, name);
      return nobodysQueue ? [] : [{ action, resource: arnOf({ ...place, name }) }];
    },
    resourcePolicy(input: Named, call: Call): unknown {
      const { name, ...place } = named(input, call);
      const policy = queues.get(place, name)?.attributes.Policy;
      return policy ? JSON.parse(policy) : undefined;
    },
  };
}

/** A queue's URL ends in its account and name; its Region is the endpoint's. */
function named({ QueueUrl }: Named, { region, account }: Place): Place & { name: string } {
  if (!QueueUrl) throw missingParameter('QueueUrl');
  const [name = '', owner] = QueueUrl.split('/').reverse();
  return { account: /^\d{12}$/.test(owner ?? '') ? (owner as string) : account, region, name };
}

function queueOf(queues: Queues, input: Named, call: Call): Queue {
  const { name, ...place } = named(input, call);
  return queues.get(place, name) ?? nobody();
}

function nobody(): never {
  throw doesNotExist();
}

function refuseName(name: string): void {
  if (/^[A-Za-z0-9_-]{1,80}$/.test(name)) return;
  throw new AwsError(
    'InvalidParameterValue',
    'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
  );
}

function receipt(handle: string | undefined): string {
  if (!handle || !/^\d+:/.test(Buffer.from(handle, 'base64').toString())) {
    throw new AwsError('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`);
  }
  return handle;
}

function attributesOf(queues: Queues, queue: Queue): Record<string, string> {
  const { visible, hidden, delayed } = queues.counts(queue);
  return {
    ...queue.attributes,
    QueueArn: arnOf(queue),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(hidden),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(queue.created / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modified / 1000)),
  };
}

function shown(message: Received, input: ReceiveMessageRequest) {
  const asked: readonly string[] = [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])];
  const system: Record<string, string> = {
    SenderId: message.sender,
    SentTimestamp: String(message.sent),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceived),
  };
  const names = asked.includes('All') ? Object.keys(system) : asked.filter((name) => name in system);
  const attributes = chosen(message, input.MessageAttributeNames ?? []);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(names.length > 0 ? { Attributes: Object.fromEntries(names.map((name) => [name, system[name] ?? ''])) } : {}),
    ...(Object.keys(attributes).length > 0
      ? { MessageAttributes: attributes, MD5OfMessageAttributes: md5OfAttributes(attributes) }
      : {}),
  };
}

/** `All`, `.*`, a name, or a beginning that ends in `.*`. */
function chosen({ attributes }: Message, wanted: readonly string[]): Message['attributes'] {
  const isWanted = (name: string) =>
    wanted.some(
      (wish) => wish === 'All' || wish === name || (wish.endsWith('.*') && name.startsWith(wish.slice(0, -2))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isWanted(name)));
}

function arnOf({ account, region, name }: Place & { name: string }): string {
  return `arn:aws:sqs:${region}:${account}:${name}`;
}
