/** How far an association is tied, by the service's own words: what the way back looks for. */

import type { AssociationProvider, Progress } from './contract.ts';
import { ABSENT } from './progress.ts';

/** Of several that one target names, the first of these that holds for one of them. */
const TIES = ['FAILED', 'ABSENT', 'ENDING', 'TYING', 'TIED'] as const;

export type Tie = (typeof TIES)[number];

export function tieOf(
  { statuses }: Pick<AssociationProvider, 'statuses'>,
  { serviceStatus }: Pick<Progress, 'serviceStatus'>,
) {
  const ties = serviceStatus.split(', ').map((word) => tieIn(word.toUpperCase(), statuses));
  return TIES.find((tie) => ties.includes(tie)) as Tie;
}

function tieIn(word: string, statuses: AssociationProvider['statuses']): Tie {
  if (word === ABSENT) return 'ABSENT';
  switch (statuses[word]) {
    case 'ENDED':
      return 'ABSENT';
    case 'ENDING':
      return 'ENDING';
    case 'TIED':
      // It is listed, but never became active.
      return word.includes('FAIL') ? 'FAILED' : 'TIED';
    case 'END_FAILED':
      return 'TIED';
    default:
      // What nobody has heard of is looked at again.
      return 'TYING';
  }
}
