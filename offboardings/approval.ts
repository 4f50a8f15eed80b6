import { DAY_MS } from '../events/deadline.ts';
import type { OffboardingRequest } from '../events/offboarding-requested.ts';
import { APPROVAL_RISKS } from './assess.ts';
import type { Plan } from './common/plan.ts';

/** Without an answer in this time, a plan is denied. */
const APPROVAL_TIMEOUT_MS = 3 * DAY_MS;

export interface ApprovalNeed {
  needed: boolean;
  risks: string[];
  /** ISO 8601. */
  until: string;
}

export interface ApprovalOptions {
  now: Date;
  /** Risks and kinds that need an approval, whatever the request says. */
  floor: readonly string[];
  /** Whether the request overrides a guardrail that the plan breaks. */
  overrides: boolean;
}

export function approvalFor(
  plan: Pick<Plan, 'items' | 'request'>,
  { now, floor, overrides }: ApprovalOptions,
): ApprovalNeed {
  const { options, policy } = plan.request.data;
  const mode = options?.approval ?? policy?.approval ?? 'by-risk';
  const risks = [...new Set(plan.items.flatMap((item) => item.risks))].sort();
  const byRisk = risks.some((risk) => APPROVAL_RISKS.includes(risk));
  const byFloor = plan.items.some((item) => [item.kind, ...item.risks].some((reason) => floor.includes(reason)));
  const byMode = mode === 'required' || (mode === 'by-risk' && byRisk);
  return {
    needed: plan.items.length > 0 && (byMode || byFloor || overrides),
    risks,
    until: options?.approvalDeadline ?? new Date(now.getTime() + APPROVAL_TIMEOUT_MS).toISOString(),
  };
}

/** An approval needs to know who requested the offboarding. */
export function approvalProblem({ metadata }: OffboardingRequest): { path: string; message: string } | undefined {
  if (metadata.requestedBy !== undefined || metadata.statement !== undefined) return undefined;
  return {
    path: 'detail.metadata.requestedBy',
    message: 'requestedBy is required: this plan needs an approval, which whoever requested it cannot give',
  };
}
