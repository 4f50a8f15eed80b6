/** What could not be delivered: read from every queue of the stack, and on demand sent again. */

import { DeleteMessageCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { putEvent } from '../../client/events/put.ts';
import { findStack } from '../../client/stack.ts';
import type { ResendResult } from '../../console/contract.ts';
import type { Context, Verb } from '../command.ts';
import { CliError, EXIT } from '../exit.ts';
import { table } from '../output.ts';

interface Letter {
  queue: string;
  queueUrl: string;
  receipt: string;
  /** EventBridge's or Lambda's word for what went wrong. */
  error: string;
  message: string;
  rule: string;
  target: string;
  retries: string;
  event?: { source: string; 'detail-type': string; detail: unknown };
  requestId?: string;
}

/** While a person reads, the letters stay hidden from another reader; after this many seconds they are back. */
const VISIBILITY = 30;

export const deadLetters: Verb = {
  syntax: 'dead-letters',
  summary: 'what could not be delivered, and --resend to send it again',
  options: (command) => command.option('--resend', 'put the events back on the bus and delete the letters'),
  help: `A letter with RESOURCE_ALREADY_EXISTS is a harmless duplicate: the execution it would have started is there.
--resend deletes those and puts all others back on the bus; a request that was answered meanwhile ends as ALREADY_GONE.`,
  async run(context, _args, options) {
    const letters = await readLetters(context);
    if (options.resend !== true) return show(context, letters);
    return tellResent(context, await resend(context, letters));
  },
};

/** Every letter in every queue of the stack. */
export async function readLetters(context: Context): Promise<Letter[]> {
  const [stack, sqs] = [await findStack(context), await context.clients().sqs()];
  const all = await Promise.all(stack.queues.map((queueUrl) => drain(sqs, queueUrl)));
  return all.flat();
}

async function drain(sqs: SQSClient, queueUrl: string): Promise<Letter[]> {
  const letters: Letter[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: VISIBILITY,
        MessageAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) return letters;
    letters.push(...Messages.map((message) => letterOf(message, queueUrl)));
  }
}

function letterOf(message: Message, queueUrl: string): Letter {
  const attribute = (name: string) => message.MessageAttributes?.[name]?.StringValue ?? '';
  const last = (arn: string) => arn.slice(Math.max(arn.lastIndexOf(':'), arn.lastIndexOf('/')) + 1);
  const event = eventOf(message.Body ?? '');
  const requestId = requestIdOf(event?.detail);
  return {
    queue: queueUrl.slice(queueUrl.lastIndexOf('/') + 1),
    queueUrl,
    receipt: message.ReceiptHandle ?? '',
    error: attribute('ERROR_CODE') || attribute('ErrorCode') || 'unknown',
    message: attribute('ERROR_MESSAGE') || attribute('ErrorMessage'),
    rule: last(attribute('RULE_ARN')),
    target: last(attribute('TARGET_ARN')),
    retries: attribute('RETRY_ATTEMPTS'),
    ...(event ? { event } : {}),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

function eventOf(body: string): Letter['event'] {
  try {
    const event = JSON.parse(body) as NonNullable<Letter['event']>;
    return typeof event['detail-type'] === 'string' && typeof event.source === 'string' ? event : undefined;
  } catch {
    return undefined;
  }
}

function requestIdOf(detail: unknown): string | undefined {
  const id = (detail as { metadata?: { id?: unknown } } | undefined)?.metadata?.id;
  return typeof id === 'string' ? id : undefined;
}

function show({ output }: Context, letters: Letter[]): 0 {
  if (output.json) output.data({ letters: letters.map(({ receipt: _receipt, queueUrl: _url, ...letter }) => letter) });
  else if (letters.length === 0) output.text('no dead letters');
  else {
    const lines = table(output, letters, [
      { title: 'queue', value: ({ queue }) => queue },
      {
        title: 'error',
        value: ({ error }) => error,
        style: ({ error }) => (error === 'RESOURCE_ALREADY_EXISTS' ? 'dim' : 'bad'),
      },
      { title: 'event', value: ({ event }) => event?.['detail-type'] ?? '-' },
      { title: 'request', value: ({ requestId }) => requestId ?? '-' },
      { title: 'rule', value: ({ rule }) => rule },
      { title: 'message', value: ({ message }) => message, most: 80 },
    ]);
    for (const line of lines) output.text(line);
  }
  return EXIT.done;
}

/** Puts events of ours back on the bus and deletes their letters; also what the console does. */
export async function resend(context: Context, letters: readonly Letter[]): Promise<ResendResult> {
  const counts = { resent: 0, duplicates: 0, kept: 0 };
  const sqs = await context.clients().sqs();
  for (const letter of letters) {
    if (letter.error === 'RESOURCE_ALREADY_EXISTS') counts.duplicates++;
    else if (letter.event && !letter.event.source.startsWith('aws.')) {
      await putEvent(context, {
        source: letter.event.source,
        detailType: letter.event['detail-type'],
        detail: letter.event.detail,
      });
      counts.resent++;
    } else {
      // AWS's own events cannot be put again by us; the hourly sweep speaks for what they told.
      counts.kept++;
      continue;
    }
    await sqs.send(new DeleteMessageCommand({ QueueUrl: letter.queueUrl, ReceiptHandle: letter.receipt }));
  }
  return counts;
}

function tellResent(context: Context, counts: ResendResult): 0 {
  if (context.output.json) context.output.data(counts);
  else
    context.output.text(
      `${counts.resent} sent again, ${counts.duplicates} harmless duplicates deleted, ${counts.kept} kept`,
    );
  if (counts.kept > 0 && !context.output.json)
    context.output.note(`kept letters are no events of ours; read them with: ${context.line('dead-letters --json')}`);
  return EXIT.done;
}

/** For `doctor`: dead letters that are not harmless. @throws CliError where a queue cannot be read. */
export async function countLetters(context: Context): Promise<number> {
  const letters = await readLetters(context).catch((error: Error) => {
    throw new CliError(`the dead-letter queues cannot be read: ${error.message}`);
  });
  return letters.filter(({ error }) => error !== 'RESOURCE_ALREADY_EXISTS').length;
}
