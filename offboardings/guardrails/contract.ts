/** The contract of a guardrail: one file each in this folder. */

import type { Plan } from '../common/plan.ts';

/** From the stack's configuration. */
export interface GuardrailSettings {
  /** Glob patterns over `kind/label`: a plan with a match is rejected. */
  protectedNames: readonly string[];
  /** Guardrails that no request overrides. */
  guardrailFloor: readonly string[];
  /** Risks and kinds that need an approval, whatever the request says. */
  approvalFloor: readonly string[];
}

export interface Guardrail {
  /** Names it in overrides and rejections. */
  name: string;
  /** One sentence for people. */
  rule: string;
  /** Why the plan breaks it; empty where it does not. */
  breaches(plan: Plan, settings: GuardrailSettings): string[];
}
