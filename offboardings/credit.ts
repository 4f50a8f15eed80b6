/** What a service removed together with another item of the plan was removed by the plan. */

import type { AlsoRemoved } from '../associations/common/contract.ts';
import { associationOf } from '../associations/registry.ts';
import { canonical } from './canonical.ts';
import type { Plan, PlanItem } from './common/plan.ts';
import type { ItemResult } from './item-result.ts';

/** @returns what makes of a result the one it counts as: such an item is DISASSOCIATED instead of ALREADY_GONE, with its snapshot from before. */
export function creditIn(
  { items }: Pick<Plan, 'items'>,
  results: Iterable<ItemResult>,
): (result: ItemResult) => ItemResult {
  const byNumber = new Map(items.map((item) => [item.number, item]));
  const taken = new Map<string, Taken>();
  for (const result of results)
    for (const [key, by] of takenAlong(byNumber.get(result.number), result)) taken.set(key, by);
  return (result) => {
    if (result.outcome !== 'ALREADY_GONE') return result;
    const item = byNumber.get(result.number);
    const by = item && taken.get(keyOf(item, item.target));
    return by === undefined ? result : credited(result, by);
  };
}

interface Taken {
  before: AlsoRemoved['before'];
  message: string;
}

function takenAlong(item: PlanItem | undefined, { alsoRemoved = [] }: ItemResult): [string, Taken][] {
  if (item === undefined) return [];
  const message = `${associationOf(item.kind).policy.service} removed it together with ${item.label}.`;
  return alsoRemoved.map(({ target, before }) => [keyOf(item, target), { before, message }]);
}

function keyOf({ kind, account, where }: PlanItem, target: AlsoRemoved['target']): string {
  return canonical([kind, account, where, target]);
}

function credited(result: ItemResult, { before, message }: Taken): ItemResult {
  return { ...result, outcome: 'DISASSOCIATED', before: result.before ?? before, message };
}
