/**
 * Answers events that no state machine handles: a request of an unknown kind, an unknown detail-type, and with the hourly sweep
 * the requests that no execution takes as its input.
 */

import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type Envelope, InvalidEvent, type Problem } from '../events/define.ts';
import { disassociationRequested } from '../events/disassociation-requested.ts';
import { answerId } from '../events/ids.ts';
import { answering } from '../events/metadata.ts';
import { offboardingRejected } from '../events/offboarding-rejected.ts';
import { busName, putEvent } from './common/put-event.ts';
import { identify, identifying, MAX_OFFBOARDING_BYTES, readRequest, sizeProblem } from './common/request.ts';
import { task } from './common/task.ts';
import { count, logger } from './common/telemetry.ts';
import { answerUndeliverable, nestingProblem } from './common/undeliverable.ts';
import { rejection } from './disassociation/answer.ts';
import { MAX_REQUEST_BYTES } from './disassociation/receive.ts';

const eventBridge = new EventBridgeClient({});
// By AWS_ENDPOINT_URL where there is one, and not by the queue's own address.
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });

export interface Rejected {
  answered: boolean;
  problems: number;
}

export const handler = task({
  name: 'reject',
  correlationId: (event: Envelope) => identify(event).correlationId,
  logFields: ({ answered, problems }: Rejected) => ({ answered, problems }),
  async work(event: Envelope): Promise<Rejected> {
    if (isSweep(event)) {
      const problems = await answerUndeliverable(sqs, process.env.DEAD_LETTERS_URL ?? '', rejectUndeliverable);
      return { answered: problems > 0, problems };
    }
    const problems = problemsOf(event);
    // Not by the kind it names: a sender could make a metric of every word.
    count('Rejected', 'unknown');
    // Neither its detail-type nor its paths: a sender can write anything there.
    logger.warn('no rule handles this event', { eventId: event.id });
    const answered = isRequest(event) || identify(event).own;
    if (answered) await putEvent(eventBridge, rejection({ request: event }, { problems }, busName()).entry);
    return { answered, problems: problems.length };
  },
});

/** Nobody but AWS puts events with such a source. */
function isSweep(event: Envelope): boolean {
  return event.source === 'aws.events';
}

/** As a request that reaches its state machine and is too large for it. */
async function rejectUndeliverable(event: Envelope): Promise<void> {
  count('Rejected', 'unknown');
  const request = identifying(event);
  const maxBytes = isRequest(event) ? MAX_REQUEST_BYTES : MAX_OFFBOARDING_BYTES;
  const problems = [sizeProblem(event, maxBytes), nestingProblem(event)].flatMap((problem) => problem ?? []);
  if (isRequest(event)) return putEvent(eventBridge, rejection({ request }, { problems }, busName()).entry);
  const { id, correlationId } = identify(event);
  const { detailType } = offboardingRejected;
  // Another request may have the id.
  const answer = { id: answerId(id, `${detailType}${event.id}`), timestamp: new Date().toISOString() };
  const detail = {
    metadata: answering({ id, correlationId }, answer),
    data: { mode: 'plan' as const, reasons: [{ reason: 'invalid' as const, problems }] },
  };
  return putEvent(eventBridge, offboardingRejected.entry(detail, busName()));
}

function isRequest(event: Envelope): boolean {
  return event['detail-type'] === disassociationRequested.detailType;
}

function problemsOf(event: Envelope): readonly Problem[] {
  if (!isRequest(event)) {
    return [
      {
        path: 'detail-type',
        message: `detail-type "${event['detail-type']}" is unknown: no rule of this bus matches it`,
      },
    ];
  }
  try {
    const { data } = readRequest(event);
    return [
      {
        path: 'detail.data.association',
        message: `association "${data.association}" is unknown: this stack has no state machine for it`,
      },
    ];
  } catch (error) {
    if (error instanceof InvalidEvent) return error.problems;
    throw error;
  }
}
