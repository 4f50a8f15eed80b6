/** What stands between a plan and its doing: a file a guardrail in this folder. */

import type { Plan } from '../plan.ts';

/** What the stack's configuration says. */
export interface GuardrailSettings {
  /** Glob patterns over `kind/label`: nothing they match is ever in an accepted plan. */
  protectedNames: readonly string[];
}

export interface Guardrail {
  /** By which it is overridden, and named in a refusal. */
  name: string;
  /** One sentence for people. */
  rule: string;
  /** Why the plan breaks it; empty where it does not. */
  breaches(plan: Plan, settings: GuardrailSettings): string[];
}
