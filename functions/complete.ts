/**
 * Stores the evidence of a disassociation and publishes its outcome; of an item of an offboarding it stores the result. Every
 * execution runs this task, so that every request gets an answer, also where its evidence could not be stored.
 */

import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { InvalidEvent } from '../events/define.ts';
import type { DisassociationRequest } from '../events/disassociation-requested.ts';
import { hasMarkedContent, isItemRequest } from '../offboardings/apply.ts';
import type { Requester } from '../offboardings/requester.ts';
import { type StoredEvidence, storeEvidence, tryStoreEvidence, unstored } from './common/evidence.ts';
import { storeItemResult } from './common/item-results.ts';
import { busName, putEvent } from './common/put-event.ts';
import { identify, readRequest } from './common/request.ts';
import { requesterOf } from './common/requester.ts';
import { task } from './common/task.ts';
import { type Count, count } from './common/telemetry.ts';
import { type Answer, type Answering, answer, rejection } from './disassociation/answer.ts';
import type { CompletionInput } from './disassociation/disassociation.ts';
import { resultOf, singleEvidence } from './disassociation/evidence.ts';
import { notAdmitted, type Outcome } from './disassociation/outcome.ts';

const eventBridge = new EventBridgeClient({});
const kms = new KMSClient({});
const s3 = new S3Client({});

/** The output of the state machine. */
export interface Completed {
  outcome: Outcome;
  message: string;
  /** With ALREADY_GONE: the association was never read. */
  neverSeen?: true;
  event: { id: string; detailType: string };
  /** As far as it is proven; absent for an item of an offboarding, and where KMS did not answer. */
  requester?: Pick<Requester, 'name' | 'proof'>;
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
    const verified = await verifyRequester(input);
    const evidence = await evidenceOf(input, verified);
    const { requester } = verified;
    const { outcome, message, neverSeen, eventId, detailType, durationSeconds, entry } = answerTo(input, {
      bus: busName(),
      evidence,
      requester,
    });
    const event = { id: eventId, detailType };
    const completed = {
      ...{ outcome, message, ...(neverSeen && { neverSeen }) },
      ...{ event, ...(requester && { requester }), evidence },
    };
    if (input.evidenceOnly) return completed;
    await putEvent(eventBridge, entry);
    await storeResult(input, completed);
    count(COUNTS[outcome], identify(input.request).association ?? 'unknown', {
      Polls: input.disassociation?.polls ?? 0,
      DurationSeconds: durationSeconds,
    });
    return completed;
  },
});

/**
 * After the answer, which does not wait for the bucket. A rejected item leaves it to its batch, because it may be no item at
 * all but an execution that somebody started by hand.
 */
async function storeResult(input: CompletionInput, { event }: Completed): Promise<void> {
  const { request } = input;
  if (!isItemRequest(request) || !hasMarkedContent(request)) return;
  const result = resultOf(input, request.offboarding.number);
  if (result !== null) await storeItemResult(s3, request, { ...result, eventId: event.id });
}

interface Verified {
  requester?: Pick<Requester, 'name' | 'proof'>;
  /** Why KMS did not verify the statement. The request is answered nevertheless. */
  error?: unknown;
}

/** Nobody for an invalid request, and for an item of an offboarding, whose own evidence names the requester. */
async function verifyRequester(input: CompletionInput): Promise<Verified> {
  const { request: envelope, disassociation, at } = input;
  const request = validRequest(input);
  if (request === undefined || isItemRequest(envelope)) return {};
  try {
    const { name, proof } = await requesterOf(kms, envelope, new Date(disassociation?.startedAt ?? at));
    return { requester: { name, proof } };
  } catch (error) {
    return { error };
  }
}

/** Null where there is none of its own, or the request is invalid. @throws where `evidenceOnly` could not store it. */
async function evidenceOf(input: CompletionInput, { requester, error }: Verified): Promise<StoredEvidence | null> {
  const request = validRequest(input);
  const evidence = request && singleEvidence(input, request, requester);
  if (!evidence) return null;
  if (error === undefined)
    return (input.evidenceOnly ? storeEvidence : tryStoreEvidence)(evidence.document, evidence.key);
  if (input.evidenceOnly) throw error;
  return unstored(error);
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
function answerTo(input: CompletionInput, answering: Answering): Answer {
  try {
    return answer(input, readRequest(input.request), answering);
  } catch (error) {
    if (!(error instanceof InvalidEvent)) throw error;
    const rejected = input.rejection
      ? notAdmitted(input.rejection)
      : { problems: input.disassociation?.problems ?? error.problems };
    return rejection(input, rejected, answering.bus);
  }
}
