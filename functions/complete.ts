/**
 * Stores the evidence of a disassociation and publishes its outcome. Every execution runs this task, so that every
 * request gets an answer, also where its evidence could not be stored.
 */

import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { InvalidEvent } from '../events/define.ts';
import type { DisassociationRequest } from '../events/disassociation-requested.ts';
import { type StoredEvidence, storeEvidence, tryStoreEvidence } from './common/evidence.ts';
import { busName, putEvent } from './common/put-event.ts';
import { identify, readRequest } from './common/request.ts';
import { task } from './common/task.ts';
import { type Count, count } from './common/telemetry.ts';
import { type Answer, answer, rejection } from './disassociation/answer.ts';
import type { CompletionInput } from './disassociation/disassociation.ts';
import { singleEvidence } from './disassociation/evidence.ts';
import { notAdmitted, type Outcome } from './disassociation/outcome.ts';

const eventBridge = new EventBridgeClient({});

/** The output of the state machine. */
export interface Completed {
  outcome: Outcome;
  message: string;
  /** With ALREADY_GONE: the association was never read. */
  neverSeen?: true;
  event: { id: string; detailType: string };
  /** Null where there is none of its own: an item of an offboarding, a rejection. */
  evidence: StoredEvidence | null;
}

const COUNTS: Readonly<Record<Outcome, Count>> = {
  DISASSOCIATED: 'Completed',
  ALREADY_GONE: 'Completed',
  SKIPPED: 'Completed',
  NOT_FOUND: 'Failed',
  FAILED: 'Failed',
  TIMED_OUT: 'TimedOut',
  REJECTED: 'Rejected',
};

export const handler = task({
  name: 'complete',
  correlationId: ({ request }: CompletionInput) => identify(request).correlationId,
  logFields: ({ outcome, event, evidence }: Completed) => ({ outcome, eventId: event.id, stored: evidence?.stored }),
  async work(input: CompletionInput): Promise<Completed> {
    const evidence = await evidenceOf(input);
    const { outcome, message, neverSeen, eventId, detailType, durationSeconds, entry } = answerTo(input, evidence);
    const event = { id: eventId, detailType };
    const completed = { outcome, message, ...(neverSeen && { neverSeen }), event, evidence };
    if (input.evidenceOnly) return completed;
    await putEvent(eventBridge, entry);
    count(COUNTS[outcome], identify(input.request).association ?? 'unknown', {
      Polls: input.disassociation?.polls ?? 0,
      DurationSeconds: durationSeconds,
    });
    return completed;
  },
});

/** Null where there is none of its own, or the request is invalid. @throws where `evidenceOnly` could not store it. */
async function evidenceOf(input: CompletionInput): Promise<StoredEvidence | null> {
  const request = validRequest(input);
  const evidence = request && singleEvidence(input, request);
  if (!evidence) return null;
  return (input.evidenceOnly ? storeEvidence : tryStoreEvidence)(evidence.document, evidence.key);
}

function validRequest({ request }: CompletionInput): DisassociationRequest | undefined {
  try {
    return readRequest(request);
  } catch (error) {
    if (error instanceof InvalidEvent) return undefined;
    throw error;
  }
}

/** An invalid request is answered by its problems, also where start never ran. */
function answerTo(input: CompletionInput, evidence: StoredEvidence | null): Answer {
  try {
    return answer(input, readRequest(input.request), { bus: busName(), evidence });
  } catch (error) {
    if (!(error instanceof InvalidEvent)) throw error;
    const rejected = input.rejection
      ? notAdmitted(input.rejection)
      : { problems: input.disassociation?.problems ?? error.problems };
    return rejection(input, rejected, busName());
  }
}
