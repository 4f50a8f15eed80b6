/** Classifies what a service shows of an association, for discovery and restoration. */

import type { AssociationProvider, Progress, StatusClass } from './contract.ts';
import { ABSENT } from './progress.ts';

/** Where one target names several associations, the first of these that one of them has. */
const PRECEDENCE = ['ASSOCIATION_FAILED', 'DISASSOCIATED', 'DISASSOCIATING', 'ASSOCIATING', 'ASSOCIATED'] as const;

type Current = (typeof PRECEDENCE)[number];

/** A failed disassociation leaves the association as it was; an unknown status is polled again, as ASSOCIATING. */
export function statusClassOf(
  { statuses }: Pick<AssociationProvider, 'statuses'>,
  { serviceStatus }: Pick<Progress, 'serviceStatus'>,
): Current {
  const classes = serviceStatus.split(', ').map((status) => {
    const known: StatusClass = status === ABSENT ? 'DISASSOCIATED' : (statuses[status.toUpperCase()] ?? 'ASSOCIATING');
    return known === 'DISASSOCIATION_FAILED' ? 'ASSOCIATED' : known;
  });
  return PRECEDENCE.find((each) => classes.includes(each)) ?? 'ASSOCIATING';
}
