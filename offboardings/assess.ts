/** What a person must know before an association is removed: its risks, its impact, and how to restore it. */

import type { Assessment } from '../associations/common/policy.ts';
import { associationOf, associations } from '../associations/registry.ts';
import type { FoundAssociation } from './common/found.ts';
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
  };
}
