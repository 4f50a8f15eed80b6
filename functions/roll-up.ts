/** Counts the outcomes of a plan's items and stores the evidence. */

import { S3Client } from '@aws-sdk/client-s3';
import type { Envelope } from '../events/define.ts';
import { type Approved, type Evidence, evidenceOf, evidenceText } from '../offboardings/evidence.ts';
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
}

export interface RolledUp {
  rollUp: RollUp;
  remaining: RemainingItem[];
  remainingCount: number;
  evidence: Stored & { head: string };
}

export const handler = task({
  name: 'roll-up',
  correlationId: ({ request }: RollUpInput) => identify(request).correlationId,
  logFields: ({ rollUp: counts, remainingCount }: RolledUp) => ({ planned: counts.planned, remaining: remainingCount }),
  async work({ request, run, execution, approved, requester }: RollUpInput): Promise<RolledUp> {
    const { id } = identify(request);
    const plan = await getJson<Plan & { breaches: Breach[] }>(s3, planKey(id, run));
    const results = await getAllJson<ItemResult>(s3, workKey(id, run, 'results/'));
    const counts = rollUp(plan, results);
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
      endedAt: new Date().toISOString(),
    });
    return {
      rollUp: counts,
      remaining: remaining
        .slice(0, MAX_LISTED)
        .map((one) => ({ ...one, message: one.message.slice(0, MAX_MESSAGE_LENGTH) })),
      remainingCount: remaining.length,
      evidence: await store(evidence, id, run),
    };
  },
});

async function store(evidence: Evidence, id: string, run: string): Promise<RolledUp['evidence']> {
  const stored = await putText(s3, evidenceKey(id, run), evidenceText(evidence), retention(new Date()));
  return { ...stored, head: evidence.head };
}
