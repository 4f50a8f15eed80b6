/** In which order associations are ended. */

import type { FoundAssociation } from './found.ts';

/**
 * - 1: everything else.
 * - 2: packages that others of the plan need: a plugin's licence goes after the plugin.
 * - 3: teams. Their removal lifts a protection, so it comes when nothing is left to protect.
 */
export function phaseOf(found: FoundAssociation, all: readonly FoundAssociation[]): 1 | 2 | 3 {
  if (found.kind === 'payment-cryptography-mpa-team') return 3;
  return found.kind === 'opensearch-packages' && all.some((other) => needs(other, found)) ? 2 : 1;
}

function needs(other: FoundAssociation, found: FoundAssociation): boolean {
  return (
    other.kind === found.kind &&
    other.account === found.account &&
    other.where.region === found.where.region &&
    other.target.domainName === found.target.domainName &&
    prerequisitesOf(other).some((id) => (found.target.packageIds as string[]).includes(id))
  );
}

/** `PrerequisitePackageIDList` of OpenSearch's AssociationConfiguration and DomainPackageDetails. */
function prerequisitesOf({ snapshot }: FoundAssociation): string[] {
  const row = Array.isArray(snapshot) ? snapshot[0] : snapshot;
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return [];
  const ids = row.PrerequisitePackageIDList;
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
}
