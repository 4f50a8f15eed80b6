import { GetQueueAttributesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { StackClient } from '../stack-client.ts';
import { type DeadLetter, deadLetterOf, lastPart } from './message.ts';

export { type DeadLetter, isDuplicate } from './message.ts';

export interface Queue {
  name: string;
  url: string;
  messages: number;
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

/**
 * Seconds. On AWS only a read that waits asks all of a queue's servers, so that an empty answer means an empty queue.
 * Local AWS has one server.
 */
const LONG_POLL = { local: 0, aws: 1 };

async function receive(
  client: StackClient,
  QueueUrl: string,
  { visibilitySeconds = 30, limit = Number.POSITIVE_INFINITY }: ReadOptions,
): Promise<DeadLetter[]> {
  const sqs = await client.aws.sqs();
  // A message that was received long ago comes again; its newest receipt is the one that deletes it.
  const received = new Map<string, DeadLetter>();
  while (received.size < limit) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: visibilitySeconds,
        MessageAttributeNames: ['All'],
        WaitTimeSeconds: LONG_POLL[client.connection.local ? 'local' : 'aws'],
      }),
    );
    const before = received.size;
    for (const message of Messages) received.set(message.MessageId ?? '', deadLetterOf(message, QueueUrl));
    if (received.size === before) break;
  }
  return [...received.values()];
}
