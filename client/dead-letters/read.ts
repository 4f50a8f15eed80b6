/** Messages in the stack's dead-letter queues: events that EventBridge or Lambda could not deliver. */

import { GetQueueAttributesCommand, type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { parseObject } from '../json.ts';
import type { StackClient } from '../stack-client.ts';

export interface Queue {
  name: string;
  url: string;
  messages: number;
}

export interface DeadLetter {
  /** The queue's name. */
  queue: string;
  queueUrl: string;
  /** Deletes the message, as long as it is hidden from other readers. */
  receipt: string;
  /** EventBridge's or Lambda's error code. */
  error: string;
  message: string;
  rule: string;
  /** ARN. */
  target: string;
  retries: string;
  /** What could not be delivered. */
  body: string;
  /** Absent where the body is no event. */
  event?: { source: string; 'detail-type': string; detail: unknown };
  requestId?: string;
}

/** The execution that the event would have started exists already: nothing was lost. */
export function isDuplicate({ error }: DeadLetter): boolean {
  return error === 'RESOURCE_ALREADY_EXISTS';
}

/** Messages that are being read are hidden, and still in the queue. */
const COUNTS = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;

export async function readQueues(client: StackClient): Promise<Queue[]> {
  const [sqs, { queues }] = await Promise.all([client.aws.sqs(), client.stack()]);
  return Promise.all(
    queues.map(async (url) => {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...COUNTS] }),
      );
      const messages = COUNTS.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
      return { name: lastPart(url), url, messages };
    }),
  );
}

export interface ReadOptions {
  /** How long the messages stay hidden from other readers, and may be deleted by their receipt. */
  visibilitySeconds?: number;
  /** About so many of each queue. */
  limit?: number;
}

/** The messages of every queue. They stay there. */
export async function readDeadLetters(client: StackClient, options: ReadOptions = {}): Promise<DeadLetter[]> {
  const { queues } = await client.stack();
  return (await Promise.all(queues.map((url) => receive(client, url, options)))).flat();
}

async function receive(
  client: StackClient,
  QueueUrl: string,
  { visibilitySeconds = 30, limit = Number.POSITIVE_INFINITY }: ReadOptions,
): Promise<DeadLetter[]> {
  const sqs = await client.aws.sqs();
  const received: DeadLetter[] = [];
  while (received.length < limit) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: visibilitySeconds,
        MessageAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) break;
    received.push(...Messages.map((message) => deadLetterOf(message, QueueUrl)));
  }
  return received;
}

function deadLetterOf(
  { Body = '', MessageAttributes = {}, ReceiptHandle = '' }: Message,
  queueUrl: string,
): DeadLetter {
  // EventBridge and Lambda name the same attributes differently.
  const attribute = (...names: string[]) =>
    names.map((name) => MessageAttributes[name]?.StringValue).find((value) => value !== undefined) ?? '';
  const event = eventIn(Body);
  const requestId = requestIdIn(event);
  return {
    queue: lastPart(queueUrl),
    queueUrl,
    receipt: ReceiptHandle,
    error: attribute('ERROR_CODE', 'ErrorCode') || 'unknown',
    message: attribute('ERROR_MESSAGE', 'ErrorMessage'),
    rule: lastPart(attribute('RULE_ARN')),
    target: attribute('TARGET_ARN'),
    retries: attribute('RETRY_ATTEMPTS'),
    body: Body,
    ...(event ? { event } : {}),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

function eventIn(body: string): DeadLetter['event'] {
  const event = parseObject(body) as DeadLetter['event'];
  return typeof event?.['detail-type'] === 'string' && typeof event.source === 'string' ? event : undefined;
}

function requestIdIn(event: DeadLetter['event']): string | undefined {
  const id = (event?.detail as { metadata?: { id?: unknown } } | null | undefined)?.metadata?.id;
  return typeof id === 'string' ? id : undefined;
}

/** The name at the end of an ARN or a URL. */
function lastPart(text: string): string {
  return text.slice(Math.max(text.lastIndexOf(':'), text.lastIndexOf('/')) + 1);
}
