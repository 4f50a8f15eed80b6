/** Whether a found association is one of those that were named outright. */

import type { Target } from '../associations/target.ts';
import type { FoundAssociation } from './found.ts';

export function isNamed({ kind, target, snapshot }: FoundAssociation, named: readonly Target[]): boolean {
  return named.some((one) =>
    kind === 'opensearch-packages' ? namesPackage(one, target) : everyFieldAgrees(one, target, snapshot),
  );
}

/** The target as it was found, with what the approvers of a team are to read. */
export function asNamed(found: FoundAssociation, named: readonly Target[] | undefined): Target {
  const comment = named?.find((one) => isNamed(found, [one]))?.requesterComment;
  return comment === undefined ? found.target : { ...found.target, requesterComment: comment };
}

/** Several packages may be named at once; each is found by itself. */
function namesPackage(named: Target, found: Target): boolean {
  const ids = named.packageIds as readonly string[];
  return named.domainName === found.domainName && (found.packageIds as string[]).every((id) => ids.includes(id));
}

/**
 * What was named with fewer fields than discovery tells is still the same: a user without a domain, a repository
 * without the domain's owner. An ARN that stands for all fields is looked up in what the service showed.
 */
function everyFieldAgrees(named: Target, found: Target, snapshot: FoundAssociation['snapshot']): boolean {
  return Object.entries(named)
    .filter(([field]) => field !== 'requesterComment')
    .every(([field, value]) => alike(value, found[field]) || alike(value, snapshotField(snapshot, field)));
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
