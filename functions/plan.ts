/** Makes the plan of what was discovered and evaluates it; in the recheck, compares it with the first plan. */

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import type { Envelope } from '../events/define.ts';
import { offboardingRequested } from '../events/offboarding-requested.ts';
import { truncate } from '../events/truncate.ts';
import { type ApplyOptions, batchesOf, byPlace, type KindBatch } from '../offboardings/apply.ts';
import type { ApprovalNeed } from '../offboardings/approval.ts';
import type { DiscoveredPage, Inaccessible } from '../offboardings/common/found.ts';
import { type Freeze, freezesFrom, parseFreezeWindows } from '../offboardings/common/freeze.ts';
import type { Plan } from '../offboardings/common/plan.ts';
import { parseProtectedNames } from '../offboardings/common/protected-patterns.ts';
import { evaluatePlan, type PlanEvaluation, type RejectionReason } from '../offboardings/evaluate-plan.ts';
import { notAllowed } from '../offboardings/inaccessible.ts';
import { makePlan } from '../offboardings/make-plan.ts';
import { getAllJson, putJson, putOnce, type Stored } from './common/bucket.ts';
import { planKey, retention, workKey } from './common/keys.ts';
import { identify } from './common/request.ts';
import { keepItemRequests } from './common/requests-table.ts';
import { listIn } from './common/settings.ts';
import { stackOf } from './common/stack.ts';
import { task } from './common/task.ts';

const s3 = new S3Client({});
const dynamodb = new DynamoDBClient({});

/** Inaccessible places in an event. */
const MAX_LISTED = 10;
const MAX_MESSAGE_BYTES = 1000;

export interface PlanInput {
  request: Envelope;
  /** The execution's name, which is part of its objects' keys. */
  run: string;
  /** Rechecks are numbered from 1. */
  pass: 'plan' | `recheck/${number}`;
  /** In the recheck: the id of the plan that was made, and perhaps approved. */
  expected: string | null;
  startedAt: string;
}

export interface Planned {
  reasons: RejectionReason[];
  plan: { id: string; associations: number; excluded: number; inherited?: number; stored: Stored };
  approval: ApprovalNeed;
  /** The first places; the plan has all of them. */
  inaccessible: Inaccessible[];
  inaccessibleCount: number;
  /** The count of those that the request does not allow to be left unread. */
  notAllowedCount: number;
  subjectFound: boolean | null;
  /** From an approval to the first removal. */
  coolingOffSeconds: number;
  /** As long as an execution may take: in order, without overlaps. */
  freezes: Freeze[];
  /** Empty but after a recheck that found the same plan. */
  phases: PlannedBatch[][];
}

/** A batch as the state machine is handed it: the item executions of each place are in the bucket, under `key` and its number. */
export interface PlannedBatch extends Omit<KindBatch, 'itemExecutions'> {
  count: number;
  /** Accounts and Regions. */
  places: number;
  key: string;
}

export const handler = task({
  name: 'plan',
  correlationId: ({ request }: PlanInput) => identify(request).correlationId,
  logFields: ({ plan, reasons }: Planned) => ({ associations: plan.associations, reasons: reasons.length }),
  async work(input: PlanInput, context: Context): Promise<Planned> {
    const request = offboardingRequested.read(input.request);
    const { id } = request.metadata;
    const pages = await getAllJson<DiscoveredPage>(s3, workKey(id, input.run, `${input.pass}/`));
    // Both passes count ages from the same moment, so that a policy matches the same associations twice.
    const plan = makePlan(request, pages, {
      now: new Date(input.startedAt),
      stack: stackOf(context, 'plan'),
      verifications: listIn('VERIFY_AFTER_SECONDS').length,
    });
    const settings = {
      protectedNames: parseProtectedNames(process.env.PROTECTED_NAMES ?? ''),
      guardrailFloor: listIn('GUARDRAIL_FLOOR'),
      approvalFloor: listIn('APPROVAL_FLOOR'),
    };
    const evaluation = evaluatePlan(plan, { settings, now: new Date(), expected: input.expected });
    const coolingOffSeconds = evaluation.approval.needed ? Number(process.env.COOLING_OFF_SECONDS ?? 0) : 0;
    const freezes = freezesFrom(parseFreezeWindows(process.env.FREEZE_WINDOWS ?? ''), Date.now());
    const terms = {
      ...(coolingOffSeconds > 0 && { coolingOffSeconds }),
      ...(freezes[0] !== undefined && { freeze: freezes[0] }),
    };
    const stored = await store(input, { ...plan, ...terms }, evaluation);
    const holds = input.pass !== 'plan' && evaluation.reasons.length === 0;
    return {
      reasons: evaluation.reasons,
      plan: {
        id: plan.id,
        associations: plan.items.length,
        excluded: plan.excluded.length,
        ...(plan.inherited !== undefined && { inherited: plan.inherited.length }),
        stored,
      },
      approval: evaluation.approval,
      inaccessible: plan.inaccessible
        .slice(0, MAX_LISTED)
        .map((place) => ({ ...place, message: truncate(place.message, MAX_MESSAGE_BYTES) })),
      inaccessibleCount: plan.inaccessible.length,
      notAllowedCount: notAllowed(plan.inaccessible).length,
      subjectFound: plan.subjectFound ?? null,
      coolingOffSeconds,
      freezes,
      phases: holds ? await storeBatches(plan, input, context) : [],
    };
  },
});

/** The recheck is stored apart, so that the plan that was approved stays as it is. */
async function store({ pass, run }: PlanInput, plan: Plan, { breaches }: PlanEvaluation): Promise<Stored> {
  const { id } = plan.request.metadata;
  const value = { ...plan, breaches };
  if (pass !== 'plan') return putJson(s3, workKey(id, run, 'rechecked.json'), value);
  return putOnce(s3, planKey(id, run), { text: JSON.stringify(value), keepUntil: retention(new Date()) });
}

async function storeBatches(
  plan: Plan,
  { run }: PlanInput,
  { invokedFunctionArn }: Context,
): Promise<PlannedBatch[][]> {
  const [, , , region = '', account = ''] = invokedFunctionArn.split(':');
  const options: ApplyOptions = { now: new Date(), run, account, region };
  const store = async ({ itemExecutions, ...batch }: KindBatch): Promise<PlannedBatch> => {
    const key = workKey(plan.request.metadata.id, run, `batches/${batch.name}/`);
    const places = byPlace(itemExecutions);
    for (const [number, those] of places.entries()) await putJson(s3, `${key}${number}.json`, those);
    await keepItemRequests(dynamodb, itemExecutions, options.now);
    return { ...batch, count: itemExecutions.length, places: places.length, key };
  };
  return Promise.all(batchesOf(plan, options).map((phase) => Promise.all(phase.map(store))));
}
