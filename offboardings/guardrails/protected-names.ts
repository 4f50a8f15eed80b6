import { associationOf } from '../../associations/registry.ts';
import type { PlanItem } from '../common/plan.ts';
import { type Protection, protectionsOf } from '../common/protected-patterns.ts';
import type { Guardrail } from './contract.ts';

export const protectedNames: Guardrail = {
  name: 'protected-names',
  rule: "A request removes nothing whose kind and name match one of the stack's protected names, nor what goes with it.",
  breaches({ items }, settings) {
    return items
      .flatMap((item) => protections(item, settings.protectedNames))
      .map(({ name, pattern, perhaps }) =>
        perhaps ? `${name} may remove what is protected by "${pattern}".` : `${name} is protected by "${pattern}".`,
      );
  },
};

/** Also of what the service may remove together with it. */
function protections(item: PlanItem, patterns: readonly string[]): Protection[] {
  const { policy } = associationOf(item.kind);
  const targets = [item.target, ...(policy.alsoRemoves?.(item) ?? [])];
  return targets.flatMap((target) => protectionsOf(item.kind, target, patterns));
}
