/** An offboarding from its plan to its restoration, as the commands plan, apply and restore do it. */

import { findEvidence } from '../../client/evidence/find.ts';
import { sendOffboarding } from '../../client/offboardings/follow.ts';
import { createOffboardingRequest, type RequestSpec } from '../../client/offboardings/request.ts';
import { readRun } from '../../client/offboardings/run.ts';
import { readPlan } from '../../client/plans/find.ts';
import { restorablesIn, restoreText } from '../../client/restorations/restorable.ts';
import { startRestoration } from '../../client/restorations/restore.ts';
import type { StackClient } from '../../client/stack-client.ts';
import type { RestorableItem } from '../contract.ts';
import { type Body, optionalText, text } from './body.ts';
import { HttpError } from './http.ts';

/** Changes nothing. */
export async function plan(client: StackClient, body: Body): Promise<{ arn: string }> {
  const regions = (optionalText(body, 'regions') ?? '').split(/[\s,]+/).filter(Boolean);
  const where = regions.map((region) => ({ region }));
  const data = {
    subject: { type: text(body, 'type'), id: text(body, 'id') },
    options: { mode: 'plan', ...(where.length > 0 && { where }) },
  } as RequestSpec;
  const request = await createOffboardingRequest(client, data, { reason: optionalText(body, 'reason') });
  return { arn: await sendOffboarding(client, request) };
}

/** Applies the plan that an execution has made, and no other; under its correlation id. */
export async function apply(client: StackClient, body: Body): Promise<{ arn: string }> {
  const run = await readRun(client, text(body, 'arn'));
  const made = await readPlan(client, run.offboarding, run.name);
  if (!made) throw new HttpError(404, 'NoPlan', `the execution ${run.name} has made no plan`);
  const { metadata, data } = made.request;
  const approval = body.approval === true ? ({ approval: 'required' } as const) : {};
  const request = await createOffboardingRequest(
    client,
    { ...data, options: { ...data.options, ...approval } },
    { correlationId: metadata.correlationId, reason: optionalText(body, 'reason') ?? metadata.reason },
    made,
  );
  return { arn: await sendOffboarding(client, request) };
}

export async function readRestorable(client: StackClient, arn: string): Promise<RestorableItem[]> {
  const { document } = await findEvidence(client, arn);
  return restorablesIn(document).map((item) => {
    const { number, kind, label, sideEffects, obstacle } = item;
    return { number, kind, label, sideEffects, method: restoreText(item), ...(obstacle !== undefined && { obstacle }) };
  });
}

/** Associates again everything of it that can be. @returns the ARNs of the executions. */
export async function restore(client: StackClient, body: Body): Promise<{ arns: string[] }> {
  const { document } = await findEvidence(client, text(body, 'arn'));
  const possible = restorablesIn(document).filter(({ obstacle }) => obstacle === undefined);
  if (possible.length === 0) throw new HttpError(409, 'NothingToRestore', 'nothing of it can be restored from here');
  return { arns: await startRestoration(client, document, possible, optionalText(body, 'reason')) };
}
