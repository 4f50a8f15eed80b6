/** Every guardrail. All of them are on by default. */

import type { Plan } from '../common/plan.ts';
import type { Guardrail, GuardrailSettings } from './contract.ts';
import { maxAssociations } from './max-associations.ts';
import { maxShareOfScanned } from './max-share-of-scanned.ts';
import { protectedNames } from './protected-names.ts';
import { wildcardSubject } from './wildcard-subject.ts';

export type { Guardrail, GuardrailSettings } from './contract.ts';

export const guardrails: readonly Guardrail[] = [maxAssociations, maxShareOfScanned, wildcardSubject, protectedNames];

/** How a plan breaks a guardrail. */
export interface Breach {
  guardrail: string;
  message: string;
  /** The reason with which the request overrides the guardrail. */
  overridden?: string;
}

/** Every breach, with the overridden ones, whose reasons the evidence keeps. */
export function breachesOf(plan: Plan, settings: GuardrailSettings, rules = guardrails): Breach[] {
  const reasons = new Map(
    (plan.request.data.options?.overrides ?? []).map(({ guardrail, reason }) => [guardrail, reason]),
  );
  return rules.flatMap((rule) => {
    const overridden = reasons.get(rule.name);
    const isFixed = settings.guardrailFloor.includes(rule.name);
    return rule.breaches(plan, settings).map((message) => {
      if (overridden === undefined) return { guardrail: rule.name, message };
      if (!isFixed) return { guardrail: rule.name, message, overridden };
      return { guardrail: rule.name, message: `${message} This stack lets no request override ${rule.name}.` };
    });
  });
}

/** The breaches that are not overridden. */
export function refusals(breaches: readonly Breach[]): Breach[] {
  return breaches.filter(({ overridden }) => overridden === undefined);
}
