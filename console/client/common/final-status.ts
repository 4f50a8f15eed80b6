/** How an execution ended, as the lists and figures count it. */

import type { ExecutionRow } from '../../contract.ts';

export type FinalStatus = 'succeeded' | 'failed' | 'rejected';

/**
 * A denied plan, a broken guardrail or an invalid request is rejected: nothing was changed, as somebody decided. For
 * Step Functions it is FAILED.
 * @returns undefined while it runs.
 */
export function finalStatusOf({ status, outcome }: Pick<ExecutionRow, 'status' | 'outcome'>): FinalStatus | undefined {
  switch (status) {
    case 'RUNNING':
    case 'PENDING_REDRIVE':
      return undefined;
    case 'SUCCEEDED':
      return 'succeeded';
    default:
      return outcome === 'REJECTED' ? 'rejected' : 'failed';
  }
}
