/** Counts the outcomes of a plan's items and stores the evidence. */

import { S3Client } from '@aws-sdk/client-s3';
import type { Envelope } from '../events/define.ts';
import { withCredit } from '../offboardings/credit.ts';
import { type Approved, type Evidence, evidenceOf, evidenceText } from '../offboardings/evidence.ts';
import { type Failure, failureOf } from '../offboardings/failure.ts';
import type { Inaccessible } from '../offboardings/found.ts';
import type { Breach } from '../offboardings/guardrails/index.ts';
import type { ItemResult } from '../offboardings/item-result.ts';
import type { Plan } from '../offboardings/plan.ts';
import type { Requester } from '../offboardings/requester.ts';
import { type RemainingItem, type RollUp, remainingIn, rollUp } from '../offboardings/roll-up.ts';
import { getAllJson, getJson, putText, type Stored } from './common/bucket.ts';
import { evidenceKey, planKey, retention, workKey } from './common/keys.ts';
import { identify } from './common/request.ts';
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
}

export interface RolledUp {
  rollUp: RollUp;
  remaining: RemainingItem[];
  remainingCount: number;
  /** Null where the offboarding is complete. */
  failure: Failure | null;
  evidence: Stored & { head: string };
}

export const handler = task({
  name: 'roll-up',
  correlationId: ({ request }: RollUpInput) => identify(request).correlationId,
  logFields: ({ rollUp: counts, remainingCount }: RolledUp) => ({ planned: counts.planned, remaining: remainingCount }),
  async work(input: RollUpInput): Promise<RolledUp> {
    const { request, run, execution, approved, requester, inaccessible, notAllowedCount } = input;
    const { id } = identify(request);
    const plan = await getJson<Plan & { breaches: Breach[] }>(s3, planKey(id, run));
    const results = withCredit(plan, await getAllJson<ItemResult>(s3, workKey(id, run, 'results/')));
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
      endedAt: new Date().toISOString(),
    });
    return {
      rollUp: counts,
      remaining: remaining
        .slice(0, MAX_LISTED)
        .map((one) => ({ ...one, message: one.message.slice(0, MAX_MESSAGE_LENGTH) })),
      remainingCount: remaining.length,
      failure: failureOf(plan, counts, remaining.length),
      evidence: await store(evidence, id, run),
    };
  },
});

async function store(evidence: Evidence, id: string, run: string): Promise<RolledUp['evidence']> {
  const stored = await putText(s3, evidenceKey(id, run), evidenceText(evidence), retention(new Date()));
  return { ...stored, head: evidence.head };
}
