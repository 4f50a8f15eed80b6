/** Requests that EventBridge could hand to no state machine: an event may have more bytes than the input of an execution. */

import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Envelope } from '../../events/define.ts';
import { disassociationRequested } from '../../events/disassociation-requested.ts';
import { offboardingRequested } from '../../events/offboarding-requested.ts';

/** Step Functions' quota for the input of an execution. */
const MAX_INPUT_BYTES = 256 * 1024;

/** Each receives ten messages; what it does not see, the next sweep does. */
const MAX_RECEIVES = 50;
/** For so long nobody else sees the messages that stay in the queue. */
const HIDDEN_SECONDS = 60;

const REQUESTS: readonly unknown[] = [disassociationRequested.detailType, offboardingRequested.detailType];

/** Answers each, and then deletes it from the dead-letter queue. @returns how many there were. */
export async function answerOversize(
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
      const event = oversizeRequest(Body);
      if (event === undefined) continue;
      await answer(event);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      answered += 1;
    }
  }
  return answered;
}

/** A message that is no event must not keep the others from their answers. */
function oversizeRequest(body: string): Envelope | undefined {
  if (Buffer.byteLength(body) <= MAX_INPUT_BYTES) return undefined;
  try {
    const event = JSON.parse(body) as Partial<Envelope> | null;
    return REQUESTS.includes(event?.['detail-type']) ? (event as Envelope) : undefined;
  } catch {
    return undefined;
  }
}
