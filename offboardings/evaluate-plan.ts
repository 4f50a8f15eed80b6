/** Whether a plan may be applied: every reason against it, and whether it needs an approval. */

import type { Problem } from '../events/define.ts';
import { type ApprovalNeed, approvalFor, approvalProblem } from './approval.ts';
import { type Breach, breachesOf, type GuardrailSettings, refusals } from './guardrails/index.ts';
import type { Plan } from './plan.ts';

/** As in OffboardingRejected. */
export type RejectionReason =
  | { reason: 'invalid'; problems: Problem[] }
  | { reason: 'guardrail'; guardrail: string; message: string }
  | { reason: 'out-of-date'; approved: string; found: string };

export interface PlanEvaluation {
  reasons: RejectionReason[];
  /** With the overridden ones, whose reasons the evidence keeps. */
  breaches: Breach[];
  approval: ApprovalNeed;
}

export interface EvaluationOptions {
  settings: GuardrailSettings;
  now: Date;
  /** In the recheck: the id of the plan that was made before. */
  expected: string | null;
}

export function evaluatePlan(plan: Plan, { settings, now, expected }: EvaluationOptions): PlanEvaluation {
  const { options, policy } = plan.request.data;
  const breaches = breachesOf(plan, settings);
  const overrides = breaches.some(({ overridden }) => overridden !== undefined);
  const approval = approvalFor(plan, { now, floor: settings.approvalFloor, overrides });
  const wanted = expected ?? options?.planId;
  const isApplied = (options?.mode ?? policy?.mode) === 'apply';
  const nobody = isApplied && approval.needed ? approvalProblem(plan.request) : undefined;
  return {
    reasons: [
      ...(wanted !== undefined && wanted !== plan.id
        ? [{ reason: 'out-of-date' as const, approved: wanted, found: plan.id }]
        : []),
      ...refusals(breaches).map(({ guardrail, message }) => ({ reason: 'guardrail' as const, guardrail, message })),
      ...(nobody === undefined ? [] : [{ reason: 'invalid' as const, problems: [nobody] }]),
    ],
    breaches,
    approval,
  };
}
