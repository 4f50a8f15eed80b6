/** Items of a plan that one request removes, because their service takes a list: packages of a domain. */

import type { Target } from '../associations/common/target.ts';
import { associationOf } from '../associations/registry.ts';
import { canonical } from './canonical.ts';
import type { PlanItem } from './common/plan.ts';
import type { ItemResult } from './item-result.ts';

/** Of one kind, phase, account and Region, in the order of the plan. */
export type ItemGroup = readonly [PlanItem, ...PlanItem[]];

export function groupsOf(items: readonly PlanItem[]): ItemGroup[] {
  return [...Map.groupBy(items, groupKey).values()].flatMap(inRequests);
}

/** All that its items have in common. */
function groupKey({ kind, phase, account, where, target, number }: PlanItem): string {
  const { targetList } = associationOf(kind).policy;
  return targetList === undefined
    ? String(number)
    : canonical([kind, phase, account, where, { ...target, [targetList.field]: [] }]);
}

function inRequests(items: readonly PlanItem[]): ItemGroup[] {
  const [{ kind }] = items as ItemGroup;
  const max = associationOf(kind).policy.targetList?.max ?? 1;
  return Array.from(
    { length: Math.ceil(items.length / max) },
    (_, request) => items.slice(request * max, (request + 1) * max) as unknown as ItemGroup,
  );
}

/** Of the one request. */
export function targetOf(group: ItemGroup): Target {
  const [{ kind, target }] = group;
  const { targetList } = associationOf(kind).policy;
  return targetList === undefined
    ? target
    : { ...target, [targetList.field]: group.flatMap((item) => listed(item, targetList.field)) };
}

/** @returns the result of each item. What has not ended, ended with the request. */
export function resultsOf(group: ItemGroup, result: ItemResult): ItemResult[] {
  const [{ kind }] = group;
  const { targetList, alsoRemoves } = associationOf(kind).policy;
  if (targetList === undefined || group.length === 1) return [result];
  const { outcome, neverSeen, parentDeleted, alsoRemoved, error, message, items, ...shared } = result;
  return group.map((planned) => {
    const { number, target } = planned;
    const item = items?.find(({ id }) => listed(planned, targetList.field).includes(id));
    const ended = item?.outcome === undefined ? { outcome, neverSeen, parentDeleted, error, message } : item;
    const own = new Set(alsoRemoves?.(planned).map((one) => canonical(one)));
    const taken = alsoRemoved?.filter((one) => own.has(canonical(one.target))) ?? [];
    return {
      ...shared,
      number,
      outcome: ended.outcome ?? outcome,
      ...(ended.neverSeen && { neverSeen: true as const }),
      ...(ended.parentDeleted && { parentDeleted: true as const }),
      ...(taken.length > 0 && { alsoRemoved: taken }),
      ...(ended.error !== undefined && { error: ended.error }),
      ...(ended.message !== undefined && { message: ended.message }),
      ...(item !== undefined && { serviceStatus: item.serviceStatus, items: [item] }),
      before: targetList.partOf(shared.before, target),
      after: targetList.partOf(shared.after, target),
    };
  });
}

function listed({ target }: PlanItem, field: string): string[] {
  return (target as Record<string, string[]>)[field] ?? [];
}
