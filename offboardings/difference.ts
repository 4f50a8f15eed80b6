/** What has changed between two plans of one request. */

import { canonical } from './canonical.ts';
import type { Plan, PlanItem } from './plan.ts';

export interface Difference {
  /** In the later plan only. */
  added: PlanItem[];
  /** In the earlier plan only. */
  gone: PlanItem[];
  /** In both, and no longer the same association or in the same state. */
  changed: { before: PlanItem; after: PlanItem }[];
}

export function differenceOf(before: Pick<Plan, 'items'>, after: Pick<Plan, 'items'>): Difference {
  const [earlier, later] = [byPlace(before.items), byPlace(after.items)];
  return {
    added: after.items.filter((item) => !earlier.has(placeOf(item))),
    gone: before.items.filter((item) => !later.has(placeOf(item))),
    changed: before.items.flatMap((item) => {
      const now = later.get(placeOf(item));
      return now === undefined || standing(item) === standing(now) ? [] : [{ before: item, after: now }];
    }),
  };
}

function byPlace(items: readonly PlanItem[]): Map<string, PlanItem> {
  return new Map(items.map((item) => [placeOf(item), item]));
}

function placeOf({ kind, account, where, target }: PlanItem): string {
  return canonical([kind, account, where, target]);
}

function standing({ serviceStatus, since }: PlanItem): string {
  return canonical([serviceStatus, since]);
}
