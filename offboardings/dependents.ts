/** Which resources rely on which others, so that a plan shows who is cut off by a removal. */

import { associationOf } from '../associations/registry.ts';
import { canonical } from './canonical.ts';
import type { DiscoveredPage, FoundAssociation } from './common/found.ts';

/** @returns the names of all that rely on the association, directly or through others, sorted. */
export type DependentsOf = (found: FoundAssociation) => string[];

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
    const dependency = associationOf(found.kind).policy.dependencyOf?.(found);
    if (dependency === undefined) return [];
    const { within, name } = dependency;
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
