/** Whether a plan may be applied: every reason against it, and whether it needs an approval. */

import type { Problem } from '../events/define.ts';
import { truncate } from '../events/truncate.ts';
import { type ApprovalNeed, approvalFor, approvalProblem } from './approval.ts';
import type { Plan } from './common/plan.ts';
import { type Breach, breachesOf, type GuardrailSettings, refusals } from './guardrails/index.ts';

/** As in OffboardingRejected. */
export type RejectionReason =
  | { reason: 'invalid'; problems: Problem[] }
  | { reason: 'guardrail'; guardrail: string; message: string }
  | { reason: 'out-of-date'; approved: string; found: string };

/** Breaches in an event, of each guardrail; the plan has every one. */
const MAX_BREACHES = 20;
const MAX_TEXT_BYTES = 400;

export interface PlanEvaluation {
  /** As they fit an event. */
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
        ? [{ reason: 'out-of-date' as const, approved: truncate(wanted, MAX_TEXT_BYTES), found: plan.id }]
        : []),
      ...reasonsOf(refusals(breaches)),
      ...(nobody === undefined ? [] : [{ reason: 'invalid' as const, problems: [nobody] }]),
    ],
    breaches,
    approval,
  };
}

function reasonsOf(breaches: readonly Breach[]): RejectionReason[] {
  return [...Map.groupBy(breaches, ({ guardrail }) => guardrail)].flatMap(([guardrail, those]) => {
    const messages = those.slice(0, MAX_BREACHES).map(({ message }) => truncate(message, MAX_TEXT_BYTES));
    const rest = those.length - messages.length;
    if (rest > 0) messages.push(`${rest} more, which the plan lists.`);
    return messages.map((message) => ({ reason: 'guardrail' as const, guardrail, message }));
  });
}
