/** Which removed associations exist again, by what discovery finds. */

import type { Target } from '../associations/common/target.ts';
import type { Kind } from '../associations/registry.ts';
import type { Where } from '../events/where.ts';
import { canonical } from './canonical.ts';
import type { DiscoveredPage, FoundAssociation } from './common/found.ts';
import type { RemovedItem, Verification } from './common/verification.ts';
import { withoutAnnotations } from './explicit-targets.ts';

export interface ReappearedItem {
  item: RemovedItem;
  found: FoundAssociation;
}

export function reappearedIn(items: readonly RemovedItem[], pages: readonly DiscoveredPage[]): ReappearedItem[] {
  const found = new Map(pages.flatMap((page) => page.found).map((one) => [keyOf(one), one]));
  return items.flatMap((item) => {
    const association = found.get(keyOf(item));
    return association === undefined ? [] : { item, found: association };
  });
}

/** The searches that have not come to their end, and what could be read for the plan and cannot any more. */
export function unreadIn({ searches, inaccessible }: Verification, pages: readonly DiscoveredPage[]): string[] {
  const complete = new Set(pages.filter(({ cursor }) => cursor === null).map(({ search }) => search.id));
  const denied = pages.flatMap((page) => page.inaccessible.map(({ kind, at }) => `${kind} ${at}`));
  return [
    ...searches.filter((id) => !complete.has(id)),
    ...new Set(denied.filter((place) => !inaccessible.includes(place))),
  ];
}

/** A place is an account and Region: a role of the account, or none for the stack's own. */
function keyOf({ kind, where, target }: { kind: Kind; where: Where; target: Target }): string {
  return canonical([kind, where, withoutAnnotations(kind, target)]);
}
