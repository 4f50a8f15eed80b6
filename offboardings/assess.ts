/** What a person must know before an association is removed: its risks, its impact, and how to restore it. */

import { associationOf, associations } from '../associations/registry.ts';
import type { FoundAssociation } from './common/found.ts';
import type { Assessment } from './common/plan.ts';
import type { DependentsOf } from './dependents.ts';

/** Risks that need an approval by default (`by-risk`). */
export const APPROVAL_RISKS: readonly string[] = Object.values(associations).flatMap(
  ({ policy }) => policy.approvalRisks ?? [],
);

export function assess(found: FoundAssociation, dependentsOf: DependentsOf): Assessment {
  const { restorableWith, ...assessment } = associationOf(found.kind).policy.assess(found, dependentsOf(found));
  return {
    ...assessment,
    ...(!found.restorable && { restoreMethod: 'none' }),
    ...(found.restorable && restorableWith !== undefined && { restorableWith }),
    // No disassociation has a price; a blue/green deployment's added nodes are not billed by OpenSearch Service.
    costDollars: 0,
  };
}
