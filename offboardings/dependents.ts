/** Which repositories fetch through which others, so that a plan tells who is cut off when a connection is ended. */

import { canonical } from './canonical.ts';
import type { DiscoveredPage, FoundAssociation } from './found.ts';

/** @returns the names of all that read through the found association's thing, directly or through others, in order. */
export type DependentsOf = (found: FoundAssociation) => string[];

/** Knows what the whole discovery has told, whichever of its pages told it. */
export function dependentsIn(pages: readonly DiscoveredPage[]): DependentsOf {
  const direct = new Map<string, Set<string>>();
  for (const { search, dependents } of pages) {
    for (const { within, name, through } of dependents) {
      for (const one of through) {
        const key = canonical([search.where.region, within, one]);
        direct.set(key, (direct.get(key) ?? new Set()).add(name));
      }
    }
  }
  return (found) => {
    const { within, name } = thingOf(found);
    const reading = new Set<string>();
    const open = [name];
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      for (const dependent of direct.get(canonical([found.where.region, within, one])) ?? []) {
        if (dependent === name || reading.has(dependent)) continue;
        reading.add(dependent);
        open.push(dependent);
      }
    }
    return [...reading].sort();
  };
}

/** As its readers name it: a repository, the only thing that is read through. */
function thingOf({ target, account, snapshot }: FoundAssociation): { within: string; name: string } {
  const { domainOwner = account } = snapshot as { domainOwner?: string };
  return { within: `${domainOwner}/${String(target.domain)}`, name: String(target.repository) };
}
