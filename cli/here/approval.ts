/** Approvals here: nobody can prove one, so that a plan that needs one is refused, or claims one. */

import type { Here } from '../../client/connection.ts';
import { ClientError } from '../../client/errors.ts';
import type { StoredPlan } from '../../client/plans/find.ts';
import { shortPlanId } from '../../client/plans/short-id.ts';
import { approvalFor } from '../../offboardings/approval.ts';

/** @throws ClientError NOT_PERMITTED that says why the plan needs an approval. */
export function refuseUnapproved(plan: StoredPlan, { approvalFloor, ticket }: Here, overrides: boolean): void {
  const { needed, risks } = approvalFor(plan, { now: new Date(), floor: approvalFloor, overrides });
  if (!needed || (ticket !== undefined && !overrides)) return;
  const why = [...risks, ...(overrides ? ['an overridden guardrail'] : [])].join(', ') || 'its terms';
  throw new ClientError(
    'NOT_PERMITTED',
    `this plan needs an approval (${why}), and none can be proven here`,
    { text: 'hand it to a deployed stack with', command: `export ${shortPlanId(plan.id)} --out FILE` },
    ...(overrides ? [] : ['or claim one: --approved-by-ticket TEXT']),
  );
}
