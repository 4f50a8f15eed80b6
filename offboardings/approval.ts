/** Whether a person must say yes, and who may. */

import { DAY_MS } from '../events/deadline.ts';
import type { OffboardingRequest } from '../events/offboarding-requested.ts';
import { APPROVAL_RISKS } from './assess.ts';
import type { Plan } from './plan.ts';

/** How long silence may last before it is a no. */
const PATIENCE_MS = 3 * DAY_MS;

export interface ApprovalNeed {
  needed: boolean;
  /** The plan's risks, for the event that asks. */
  risks: string[];
  /** ISO 8601. */
  until: string;
}

export function approvalFor(plan: Pick<Plan, 'items' | 'request'>, now: Date): ApprovalNeed {
  const { options, policy } = plan.request.data;
  const mode = options?.approval ?? policy?.approval ?? 'by-risk';
  const risks = [...new Set(plan.items.flatMap((item) => item.risks))].sort();
  const byRisk = risks.some((risk) => APPROVAL_RISKS.includes(risk));
  return {
    needed: plan.items.length > 0 && (mode === 'required' || (mode === 'by-risk' && byRisk)),
    risks,
    until: options?.approvalDeadline ?? new Date(now.getTime() + PATIENCE_MS).toISOString(),
  };
}

/** What is wrong with asking for an approval of this request. */
export function approvalProblem({ metadata }: OffboardingRequest): { path: string; message: string } | undefined {
  if (metadata.requestedBy !== undefined) return undefined;
  return {
    path: 'detail.metadata.requestedBy',
    message: 'requestedBy is required: this plan needs an approval, which whoever requested it cannot give',
  };
}

/**
 * Whether a claim of who asked and an identity that STS vouches for may be the same person. Everything in the claim
 * that could name a person is compared, whatever the letters' case: where in doubt, they are the same, and may not approve.
 */
export function maySamePerson(claimed: string, arn: string): boolean {
  return namesIn(claimed).some((name) => namesIn(arn).includes(name));
}

/**
 * `arn:aws:sts::111122223333:assumed-role/Ops/dana@example.com` -> the whole, `dana@example.com`, `dana`. The role is no
 * person: two people of one role may ask and approve.
 */
function namesIn(who: string): string[] {
  const whole = who.trim().toLowerCase();
  const last = whole.slice(whole.lastIndexOf('/') + 1);
  return [whole, last, last.split('@')[0] ?? last];
}
