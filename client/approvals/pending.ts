/** What waits for people: plans to approve or deny, and votes of approval teams. */

import { mapConcurrently } from '../concurrency.ts';
import { listExecutions } from '../executions/list.ts';
import type { PendingApproval } from '../executions/pending-approval.ts';
import { readSummary } from '../executions/read.ts';
import type { ExecutionView } from '../executions/view.ts';
import { isRequestMachine } from '../stack.ts';
import type { StackClient } from '../stack-client.ts';

export type WaitingExecution = ExecutionView & { pendingApproval: PendingApproval };

/** How many running executions are read. */
export const SEARCHED = 500;

/** @returns what expires first, first; and whether more run than were read. */
export async function listPendingApprovals(
  client: StackClient,
): Promise<{ approvals: WaitingExecution[]; complete: boolean }> {
  const machines = (await client.stack()).machines.filter(({ role }) => isRequestMachine(role));
  const running = await listExecutions(client, { machines, status: 'RUNNING', limit: SEARCHED });
  const views = await mapConcurrently(running, ({ executionArn = '' }) => readSummary(client, executionArn));
  const approvals = views
    .filter((view): view is WaitingExecution => view.pendingApproval !== undefined)
    .sort((a, b) => (a.pendingApproval.until ?? '9').localeCompare(b.pendingApproval.until ?? '9'));
  return { approvals, complete: running.length < SEARCHED };
}
