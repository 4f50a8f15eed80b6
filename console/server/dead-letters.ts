/** The stack's dead-letter queues: message counts, and on demand the messages. */

import { GetQueueAttributesCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { DeadLetter, Queue } from '../contract.ts';
import type { AwsGateway } from './aws-gateway.ts';

/** Seconds for which a message is hidden from other readers while it is read. */
const VISIBILITY = 5;
/** Of one queue. */
const MAX_MESSAGES = 50;

/** Whoever reads messages hides them for a while; they are there all the same. */
const COUNTS = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;

export async function readQueues({ clients, stack }: AwsGateway): Promise<Queue[]> {
  const [client, { queues }] = await Promise.all([clients.sqs(), stack()]);
  return Promise.all(
    queues.map(async (QueueUrl) => {
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...COUNTS] }),
      );
      const messages = COUNTS.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
      return { name: nameOf(QueueUrl), url: QueueUrl, messages };
    }),
  );
}

export async function readDeadLetters({ clients, stack }: AwsGateway): Promise<DeadLetter[]> {
  const [client, { queues }] = await Promise.all([clients.sqs(), stack()]);
  const all = await Promise.all(queues.map((url) => receive(client, url)));
  return all.flat();
}

async function receive(client: SQSClient, QueueUrl: string): Promise<DeadLetter[]> {
  const messages: DeadLetter[] = [];
  while (messages.length < MAX_MESSAGES) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: VISIBILITY,
        MessageAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) break;
    messages.push(...Messages.map((message) => toDeadLetter(message, nameOf(QueueUrl))));
  }
  return messages;
}

function toDeadLetter({ Body = '', MessageAttributes = {} }: Message, queue: string): DeadLetter {
  // EventBridge and Lambda have different attribute names.
  const attribute = (...names: string[]) =>
    names.map((name) => MessageAttributes[name]?.StringValue).find((value) => value !== undefined) ?? '';
  const requestId = requestIdIn(Body);
  return {
    queue,
    error: attribute('ERROR_CODE', 'ErrorCode') || 'unknown',
    message: attribute('ERROR_MESSAGE', 'ErrorMessage'),
    rule: nameOf(attribute('RULE_ARN')),
    target: attribute('TARGET_ARN'),
    retries: attribute('RETRY_ATTEMPTS'),
    body: Body,
    ...(requestId === undefined ? {} : { requestId }),
  };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function requestIdIn(body: string): string | undefined {
  try {
    const event = JSON.parse(body) as { detail?: { metadata?: { id?: unknown } } } | null;
    const id = event?.detail?.metadata?.id;
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}
