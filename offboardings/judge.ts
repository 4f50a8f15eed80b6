/** May this plan be carried out? Every reason against it, and whether a person has to be asked. */

import type { Problem } from '../events/define.ts';
import { type ApprovalNeed, approvalFor, approvalProblem } from './approval.ts';
import { type Breach, breachesOf, type GuardrailSettings, refusals } from './guardrails/index.ts';
import type { Plan } from './plan.ts';

/** As OffboardingRejected tells it. */
export type RejectionReason =
  | { reason: 'invalid'; problems: Problem[] }
  | { reason: 'guardrail'; guardrail: string; message: string }
  | { reason: 'out-of-date'; approved: string; found: string };

export interface Judgement {
  reasons: RejectionReason[];
  /** The lifted ones too, with the reason that is kept. */
  breaches: Breach[];
  approval: ApprovalNeed;
}

export interface JudgeOptions {
  settings: GuardrailSettings;
  now: Date;
  /** The plan that was made before, where this is the look right before the first item. */
  expected: string | null;
}

export function judge(plan: Plan, { settings, now, expected }: JudgeOptions): Judgement {
  const { options, policy } = plan.request.data;
  const breaches = breachesOf(plan, settings);
  const approval = approvalFor(plan, now);
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
