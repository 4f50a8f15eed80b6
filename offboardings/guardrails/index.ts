/** Every guardrail, on by default. One line each. */

import type { Plan } from '../plan.ts';
import type { Guardrail, GuardrailSettings } from './contract.ts';
import { maxAssociations } from './max-associations.ts';
import { maxShareOfScanned } from './max-share-of-scanned.ts';
import { protectedNames } from './protected-names.ts';
import { wildcardSubject } from './wildcard-subject.ts';

export type { Guardrail, GuardrailSettings } from './contract.ts';

export const guardrails: readonly Guardrail[] = [maxAssociations, maxShareOfScanned, wildcardSubject, protectedNames];

/** Why a plan is refused, or under which reason it was let through. */
export interface Breach {
  guardrail: string;
  message: string;
  /** The reason with which the request lifts this guardrail. */
  overridden?: string;
}

/** Every way in which the plan breaks a guardrail, the lifted ones among them: their reasons are kept. */
export function breachesOf(plan: Plan, settings: GuardrailSettings, rules = guardrails): Breach[] {
  const lifted = new Map(
    (plan.request.data.options?.overrides ?? []).map(({ guardrail, reason }) => [guardrail, reason]),
  );
  return rules.flatMap((rule) =>
    rule.breaches(plan, settings).map((message) => {
      const overridden = lifted.get(rule.name);
      return { guardrail: rule.name, message, ...(overridden !== undefined && { overridden }) };
    }),
  );
}

/** What refuses the plan. */
export function refusals(breaches: readonly Breach[]): Breach[] {
  return breaches.filter(({ overridden }) => overridden === undefined);
}
