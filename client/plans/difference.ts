import { canonical } from '../../offboardings/canonical.ts';
import type { Plan, PlanItem } from '../../offboardings/common/plan.ts';

export interface Difference {
  /** In the later plan only. */
  added: PlanItem[];
  /** In the earlier plan only. */
  removed: PlanItem[];
  /** In both, and no longer the same association or in the same state. */
  changed: { before: PlanItem; after: PlanItem }[];
}

export function differenceOf(before: Pick<Plan, 'items'>, after: Pick<Plan, 'items'>): Difference {
  const [earlier, later] = [byIdentity(before.items), byIdentity(after.items)];
  return {
    added: after.items.filter((item) => !earlier.has(identityOf(item))),
    removed: before.items.filter((item) => !later.has(identityOf(item))),
    changed: before.items.flatMap((item) => {
      const now = later.get(identityOf(item));
      return now === undefined || stateOf(item) === stateOf(now) ? [] : [{ before: item, after: now }];
    }),
  };
}

function byIdentity(items: readonly PlanItem[]): Map<string, PlanItem> {
  return new Map(items.map((item) => [identityOf(item), item]));
}

function identityOf({ kind, account, where, target }: PlanItem): string {
  return canonical([kind, account, where, target]);
}

function stateOf({ serviceStatus, since, label, risks }: PlanItem): string {
  return canonical([serviceStatus, since, label, risks]);
}
