import { associationOf } from '../../associations/registry.ts';
import type { PlanItem } from '../common/plan.ts';
import { namesOf, protectionOf } from '../common/protected-patterns.ts';
import type { Guardrail } from './contract.ts';

export const protectedNames: Guardrail = {
  name: 'protected-names',
  rule: "A request removes nothing whose kind and name match one of the stack's protected names, nor what goes with it.",
  breaches({ items }, settings) {
    return items.flatMap(removedNames).flatMap((name) => {
      const pattern = protectionOf(name, settings.protectedNames);
      return pattern === undefined ? [] : [`${name} is protected by "${pattern}".`];
    });
  },
};

/** With the names of what the service may remove together with it. */
function removedNames(item: PlanItem): string[] {
  const { policy } = associationOf(item.kind);
  const targets = [item.target, ...(policy.alsoRemoves?.(item) ?? [])];
  return targets.flatMap((target) => namesOf(item.kind, target));
}
