/** An answer that counts, as a sentence. */

import type { GivenAnswer } from '../../client/approvals/answer.ts';
import { shortPlanId } from '../../client/plans/short-id.ts';

export function answerSentence({ decision, planId, by, missing }: GivenAnswer): string {
  const done = `${decision === 'approve' ? 'approved' : 'denied'} plan ${shortPlanId(planId)} as ${by}`;
  return missing === 0 ? done : `${done}; ${missing} more approver must approve, because the requester is only claimed`;
}
