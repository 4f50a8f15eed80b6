/** Reasons of failures without what differs from one execution to the next, so that they can be counted. */

import type { ExecutionRow } from '../../contract.ts';

/** Quoted names, ARNs, times, and words with a digit: names and ids of resources. */
const PARTICULARS = /"[^"]*"|'[^']*'|\barn:[^\s,;]+|\b[\w./:-]*\d[\w./:-]*/g;

const MAX_LENGTH = 160;

/** `FAILED: PackageInUseException: The package … is in use` */
export function failureReason({
  outcome,
  status,
  reason,
}: Pick<ExecutionRow, 'outcome' | 'status' | 'reason'>): string {
  const [first = ''] = (reason ?? '').split('\n');
  const general = first.replace(PARTICULARS, '…').slice(0, MAX_LENGTH);
  return [outcome ?? status, general].filter(Boolean).join(': ');
}
