import type {
  ChangeMessageVisibilityRequest,
  DeleteMessageRequest,
  ReceiveMessageRequest,
  ReceiveMessageResult,
  SendMessageRequest,
  SendMessageResult,
} from '@aws-sdk/client-sqs';
import { AwsError, type Operation } from '../../core/aws.ts';
import type { Message, Queue, Queues, Received } from '../state/queues.ts';
import { arnOf, on, queueOf } from './addressing.ts';
import { batch } from './batches.ts';
import { md5, md5OfAttributes } from './checksums.ts';
import { deadLettersOf } from './dead-letters.ts';
import { notAvailable } from './errors.ts';
import { refuseNames, refuseParameters } from './limits.ts';
import { refuseBody, refuseMessageAttributes, refuseSize } from './message-content.ts';
import { required } from './required.ts';

type Nothing = Record<string, never>;

export function messages(queues: Queues) {
  const SendMessage: Operation<SendMessageRequest, SendMessageResult> = {
    ...on(queues, 'sqs:SendMessage'),
    run(input, call) {
      const queue = queueOf(queues, input, call);
      const { MessageBody: body = '', MessageAttributes: attributes = {} } = input;
      refuseParameters(input);
      refuseBody(body);
      refuseMessageAttributes(attributes);
      refuseSize(body, attributes, Number(queue.attributes.MaximumMessageSize));
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
      const until = queues.now() + wait * 1000;
      let received = receive(queues, queue, wish);
      while (received.length === 0 && (await queues.wait(queue, until))) received = receive(queues, queue, wish);
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
      const seconds = required(input.VisibilityTimeout, 'VisibilityTimeout');
      if (!queues.hide(queueOf(queues, input, call), handle, seconds)) throw notAvailable(handle);
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

function receive(queues: Queues, queue: Queue, wish: { most: number; visibility: number }): Received[] {
  const deadLetters = deadLettersOf(queues, queue);
  if (deadLetters) queues.moveToDeadLetters(queue, arnOf(queue), deadLetters);
  return queues.receive(queue, wish);
}

function receipt(given: string | undefined): string {
  const handle = required(given, 'ReceiptHandle');
  if (!/^\d+:/.test(Buffer.from(handle, 'base64').toString())) {
    throw new AwsError('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`);
  }
  return handle;
}

function shown(message: Received, input: ReceiveMessageRequest) {
  const asked: readonly string[] = [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])];
  const system: Record<string, string> = {
    SenderId: message.sender,
    SentTimestamp: String(message.sent),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceived),
    ...(message.source && { DeadLetterQueueSourceArn: message.source.arn }),
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

/** `All`, `.*`, a name, or a prefix that ends in `.*`. */
function chosen({ attributes }: Message, wanted: readonly string[]): Message['attributes'] {
  const isWanted = (name: string) =>
    wanted.some(
      (wish) => wish === 'All' || wish === name || (wish.endsWith('.*') && name.startsWith(wish.slice(0, -2))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isWanted(name)));
}
