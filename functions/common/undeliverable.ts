/** Requests that EventBridge could hand to no state machine: an event may be longer, and nest deeper, than the input of an execution. */

import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Envelope, Problem } from '../../events/define.ts';
import { disassociationRequested } from '../../events/disassociation-requested.ts';
import { offboardingRequested } from '../../events/offboarding-requested.ts';

/** What Step Functions takes as the input of an execution. */
const MAX_INPUT_BYTES = 256 * 1024;
const MAX_INPUT_LEVELS = 1000;

/** Each receives ten messages; what it does not see, the next sweep does. */
const MAX_RECEIVES = 50;
/** For so long nobody else sees the messages that stay in the queue. */
const HIDDEN_SECONDS = 60;

const REQUESTS: readonly unknown[] = [disassociationRequested.detailType, offboardingRequested.detailType];

/** Answers each, and then deletes it from the dead-letter queue. @returns how many there were. */
export async function answerUndeliverable(
  sqs: SQSClient,
  QueueUrl: string,
  answer: (event: Envelope) => Promise<void>,
): Promise<number> {
  let answered = 0;
  for (let receives = 0; receives < MAX_RECEIVES; receives++) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: HIDDEN_SECONDS }),
    );
    if (Messages.length === 0) break;
    for (const { Body = '', ReceiptHandle } of Messages) {
      const event = undeliverableRequest(Body);
      if (event === undefined) continue;
      await answer(event);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      answered += 1;
    }
  }
  return answered;
}

/** A message that is no event must not keep the others from their answers. */
function undeliverableRequest(body: string): Envelope | undefined {
  try {
    const event = JSON.parse(body) as Partial<Envelope> | null;
    if (!REQUESTS.includes(event?.['detail-type'])) return undefined;
    const isTaken = Buffer.byteLength(body) <= MAX_INPUT_BYTES && levelsOf(body) <= MAX_INPUT_LEVELS;
    return isTaken ? undefined : (event as Envelope);
  } catch {
    return undefined;
  }
}

/** Undefined where an execution could have the event as its input, as far as it depends on that. */
export function nestingProblem(event: Envelope): Problem | undefined {
  const levels = levelsOf(JSON.stringify(event));
  if (levels <= MAX_INPUT_LEVELS) return undefined;
  const message = `detail must nest less deeply: the event has ${levels} levels, and may have ${MAX_INPUT_LEVELS}`;
  return { path: 'detail', message };
}

/** By its brackets outside of strings: it may nest too deeply for a recursion. @param json valid, so that the pattern takes linear time. */
function levelsOf(json: string): number {
  let level = 0;
  let deepest = 0;
  for (const [token] of json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, ++level);
    else if (token === ']' || token === '}') level -= 1;
  }
  return deepest;
}
