import picomatch from 'picomatch';
import { associationOf } from '../../associations/registry.ts';
import type { PlanItem } from '../plan.ts';
import type { Guardrail } from './contract.ts';

export const protectedNames: Guardrail = {
  name: 'protected-names',
  rule: "A request removes nothing whose kind and name match one of the stack's protected names.",
  breaches({ items }, settings) {
    return settings.protectedNames.flatMap((pattern) => {
      const matches = picomatch(pattern, { dot: true, nocase: true });
      return items
        .filter((item) => matches(nameOf(item)))
        .map((item) => `${nameOf(item)} is protected by "${pattern}".`);
    });
  },
};

/** `<kind>/movies/F123456789` */
function nameOf({ kind, target }: PlanItem): string {
  return `${kind}/${associationOf(kind).target.label(target)}`;
}
