import picomatch from 'picomatch';
import { associationOf } from '../../associations/registry.ts';
import type { PlanItem } from '../plan.ts';
import type { Guardrail } from './contract.ts';

export const protectedNames: Guardrail = {
  name: 'protected-names',
  rule: "A request removes nothing whose kind and name match one of the stack's protected names, nor what goes with it.",
  breaches({ items }, settings) {
    return settings.protectedNames.flatMap((pattern) => {
      const matches = picomatch(pattern, { dot: true, nocase: true });
      return items
        .flatMap(namesOf)
        .filter((name) => matches(name))
        .map((name) => `${name} is protected by "${pattern}".`);
    });
  },
};

/** `<kind>/movies/F123456789`, and the names of what the service may remove together with it. */
function namesOf(item: PlanItem): string[] {
  const { target, policy } = associationOf(item.kind);
  const targets = [item.target, ...(policy.alsoRemoves?.(item) ?? [])];
  return targets.map((one) => `${item.kind}/${target.label(one)}`);
}
