/** A plan as it is handed to another stack: what it would remove and on which terms, without what was said of a run here. */

import type { StoredPlan } from '../../client/plans/find.ts';
import { shortPlanId } from '../../client/plans/short-id.ts';
import { usage } from '../common/exit.ts';

/**
 * The id stays the same: it covers neither mode nor reason.
 * @throws ClientError INVALID for a plan whose terms may lift the approval because of a claim.
 */
export function exportedPlan(plan: StoredPlan): StoredPlan {
  const { metadata, data } = plan.request;
  const { mode, planId: _planId, ...terms } = data.options ?? {};
  if (mode !== 'apply') return plan;
  if (terms.approval === 'none') {
    throw usage(
      `the plan ${shortPlanId(plan.id)} was applied without an approval, which its terms say`,
      'export the plan that it was made of, or plan again',
    );
  }
  // The reason of a run says that it was run here, and may claim an approval.
  const { reason: _reason, ...unclaimed } = metadata;
  return { ...plan, request: { metadata: unclaimed, data: { ...data, options: { ...terms, mode: 'plan' } } } };
}
