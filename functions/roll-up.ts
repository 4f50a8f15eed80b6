/** Counts the outcomes of a plan's items and stores the evidence, also of a plan that was rejected. */

import { S3Client } from '@aws-sdk/client-s3';
import type { Envelope } from '../events/define.ts';
import type { Inaccessible } from '../offboardings/common/found.ts';
import type { Plan } from '../offboardings/common/plan.ts';
import { evidenceOf } from '../offboardings/evidence/contents.ts';
import type { Approved, Rejection } from '../offboardings/evidence/document.ts';
import { type Failure, failureOf } from '../offboardings/failure.ts';
import type { Breach } from '../offboardings/guardrails/index.ts';
import { ItemResults } from '../offboardings/item-results.ts';
import type { Requester } from '../offboardings/requester.ts';
import { type RemainingItem, type RollUp, remainingIn, rollUp } from '../offboardings/roll-up.ts';
import { getAllTexts, getJson } from './common/bucket.ts';
import { type StoredEvidence, storeEvidence, tryStoreEvidence } from './common/evidence.ts';
import { evidenceKey, planKey, resultsPrefix } from './common/keys.ts';
import { identify } from './common/request.ts';
import { signingKeyId } from './common/signing.ts';
import { task } from './common/task.ts';

const s3 = new S3Client({});

/** Remaining items in the event; the evidence has all of them. */
const MAX_LISTED = 20;
const MAX_MESSAGE_LENGTH = 500;

export interface RollUpInput {
  request: Envelope;
  run: string;
  execution: string;
  approved: Approved | null;
  requester: Requester;
  /** The first places that could not be read right before the first item, and the count of those that are not allowed. */
  inaccessible: Inaccessible[];
  notAllowedCount: number;
  /** Why the plan is not carried out; null where it was. */
  rejected: Rejection[] | null;
  /** When the items had ended: the same in every retry, so that the evidence is, too. */
  at: string;
  /** The outcome was published; its evidence could not be stored then. */
  evidenceOnly?: boolean;
}

export interface RolledUp {
  rollUp: RollUp;
  remaining: RemainingItem[];
  remainingCount: number;
  /** Null where the offboarding is complete. */
  failure: Failure | null;
  evidence: StoredEvidence;
}

export const handler = task({
  name: 'roll-up',
  correlationId: ({ request }: RollUpInput) => identify(request).correlationId,
  logFields: ({ rollUp: counts, remainingCount }: RolledUp) => ({ planned: counts.planned, remaining: remainingCount }),
  async work(input: RollUpInput): Promise<RolledUp> {
    const { request, run, execution, approved, requester, inaccessible, notAllowedCount, rejected, at } = input;
    const { id } = identify(request);
    const plan = await getJson<Plan & { breaches: Breach[] }>(s3, planKey(id, run));
    const results = new ItemResults(plan, run, await getAllTexts(s3, resultsPrefix(id, run)));
    const counts = rollUp({ ...plan, notAllowedCount }, results);
    const remaining = remainingIn(plan, results);
    const { id: eventId, account, time } = request;
    const evidence = evidenceOf({
      plan,
      origin: { eventId, account, time },
      execution,
      approved,
      requester,
      results,
      rollUp: counts,
      inaccessible,
      endedAt: at,
      keyId: signingKeyId(),
      ...(rejected !== null && { rejected }),
    });
    return {
      rollUp: counts,
      remaining: remaining
        .slice(0, MAX_LISTED)
        .map((one) => ({ ...one, message: one.message.slice(0, MAX_MESSAGE_LENGTH) })),
      remainingCount: remaining.length,
      failure: failureOf(plan, counts, remaining.length),
      evidence: await (input.evidenceOnly ? storeEvidence : tryStoreEvidence)(evidence, evidenceKey(id, run)),
    };
  },
});
