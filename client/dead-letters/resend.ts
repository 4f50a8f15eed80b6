import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { DeleteMessageCommand, PurgeQueueCommand } from '@aws-sdk/client-sqs';
import { publishedEvents } from '../../events/index.ts';
import { ClientError } from '../errors.ts';
import { putEvent } from '../events/put.ts';
import type { StackClient } from '../stack-client.ts';
import { type DeadLetter, isDuplicate, readDeadLetters } from './read.ts';

export interface ResendResult {
  resent: number;
  /** Deleted without being sent: their executions exist. */
  duplicates: number;
  /** Left in their queues: only AWS can send its own events. */
  kept: number;
}

export async function resend(client: StackClient, messages: readonly DeadLetter[]): Promise<ResendResult> {
  const result = { resent: 0, duplicates: 0, kept: 0 };
  const sqs = await client.aws.sqs();
  for (const message of messages) {
    if (isDuplicate(message)) result.duplicates++;
    else if (await deliver(client, message)) result.resent++;
    else {
      result.kept++;
      continue;
    }
    await sqs.send(new DeleteMessageCommand({ QueueUrl: message.queueUrl, ReceiptHandle: message.receipt }));
  }
  return result;
}

/**
 * Sends the messages with these ids, each by itself.
 * @returns a result in words by id; a message that somebody else reads at the moment is not received.
 */
export async function resendEach(client: StackClient, ids: readonly string[]): Promise<Record<string, string>> {
  const results: Record<string, string> = {};
  const messages = new Map((await readDeadLetters(client)).map((message) => [message.id, message]));
  for (const id of ids) {
    const message = messages.get(id);
    results[id] = message
      ? await resend(client, [message]).then(resultText, describeFailure)
      : 'not received, since it is being read: try again in a minute';
  }
  return results;
}

function resultText({ resent, duplicates }: ResendResult): string {
  if (duplicates > 0) return 'a harmless duplicate, deleted';
  return resent > 0 ? 'resent' : 'kept: only AWS can send its own events';
}

function describeFailure({ name, message }: Error): string {
  return `${name}: ${message}`;
}

const PUBLISHED = new Set<string>(Object.values(publishedEvents).map(({ detailType }) => detailType));

/** @returns false for what only AWS can send. */
async function deliver(client: StackClient, { event, target, body }: DeadLetter): Promise<boolean> {
  if (!event || event.source.startsWith('aws.')) return false;
  if (!PUBLISHED.has(event['detail-type'])) {
    await putEvent(client, { source: event.source, detailType: event['detail-type'], detail: event.detail });
    return true;
  }
  // The bus takes these from the stack's own roles alone; the execution that the rule would have started can be started.
  if (!target.includes(':stateMachine:')) return false;
  await (await client.aws.sfn()).send(new StartExecutionCommand({ stateMachineArn: target, input: body }));
  return true;
}

/** Deletes every message of one of the stack's queues. @throws ClientError INVALID for another queue. */
export async function purgeQueue(client: StackClient, url: string): Promise<void> {
  const { name, queues } = await client.stack();
  if (!queues.includes(url)) throw new ClientError('INVALID', `stack ${name} has no queue ${url}`);
  await (await client.aws.sqs()).send(new PurgeQueueCommand({ QueueUrl: url }));
}
