/** Whether a discovered association is one of those that a request names. */

import type { Target } from '../associations/common/target.ts';
import { associationOf, type Kind } from '../associations/registry.ts';
import type { FoundAssociation } from './common/found.ts';

export function isNamed({ kind, target, snapshot }: FoundAssociation, named: readonly Target[]): boolean {
  const { names } = associationOf(kind).policy;
  return named.some((one) => names?.(one, target) ?? everyFieldAgrees(withoutAnnotations(kind, one), target, snapshot));
}

/** The discovered target with the annotations of the requested one. */
export function asNamed(found: FoundAssociation, named: readonly Target[] | undefined): Target {
  const { annotations = [] } = associationOf(found.kind).policy;
  const requested = named?.find((one) => isNamed(found, [one])) ?? {};
  const given = annotations.filter((field) => requested[field] !== undefined);
  return { ...found.target, ...Object.fromEntries(given.map((field) => [field, requested[field]])) };
}

/** What of a target identifies the association. */
export function withoutAnnotations(kind: Kind, target: Target): Target {
  const { annotations = [] } = associationOf(kind).policy;
  return Object.fromEntries(Object.entries(target).filter(([field]) => !annotations.includes(field)));
}

/**
 * A target with fewer fields than discovery returns still means the same: a user without a domain, a repository
 * without the domain's owner. An ARN that stands for all fields is compared with the snapshot.
 */
function everyFieldAgrees(named: Target, found: Target, snapshot: FoundAssociation['snapshot']): boolean {
  return Object.entries(named).every(
    ([field, value]) => alike(value, found[field]) || alike(value, snapshotField(snapshot, field)),
  );
}

function alike(a: unknown, b: unknown): boolean {
  if (typeof a === 'string' && typeof b === 'string') return a.toLowerCase() === b.toLowerCase();
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return a === b;
  return Object.entries(a).every(([key, value]) => alike(value, (b as Record<string, unknown>)[key]));
}

function snapshotField(snapshot: FoundAssociation['snapshot'], field: string): unknown {
  if (typeof snapshot !== 'object' || snapshot === null || Array.isArray(snapshot)) return undefined;
  return snapshot[field.charAt(0).toUpperCase() + field.slice(1)];
}
