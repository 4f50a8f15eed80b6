import { listPendingApprovals, SEARCHED, type WaitingExecution } from '../../client/approvals/pending.ts';
import { roleOf } from '../../client/stack.ts';
import type { Command, Context } from '../common/command.ts';
import { idColumn, untilText } from '../common/execution-columns.ts';
import { EXIT } from '../common/exit.ts';
import { type Column, table } from '../common/output.ts';

export const approvals: Command = {
  syntax: 'approvals',
  summary: 'plans that wait for approval, and teams that wait for votes',
  help: `Examples:
  offboard approvals
  offboard approvals --query "approvals[].[requestId, label]"
Answer them with offboard approve and offboard deny.
Votes are given in the console of AWS, by the approvers of the team.`,
  async run(context) {
    const { client, output } = context;
    const { approvals: found, complete } = await listPendingApprovals(client());
    if (output.structured) output.data({ approvals: found, complete });
    else if (found.length === 0) output.text('nothing waits for approval');
    else for (const line of table(output, found, await columns(context, found))) output.text(line);
    if (!complete) output.note(`more than ${SEARCHED} executions are running; the newest ${SEARCHED} were read`);
    const plan = found.find(isPlan);
    if (plan) output.note(`answer with: ${context.line(`approve ${plan.requestId} --reason '…'`)}, or deny`);
    return EXIT.done;
  },
};

async function columns(
  { client, output }: Context,
  found: readonly WaitingExecution[],
): Promise<readonly Column<WaitingExecution>[]> {
  const now = await client().now();
  return [
    idColumn(output, found),
    { title: 'expires', value: ({ pendingApproval: { until } }) => untilText(output, until, now) },
    { title: 'target', value: ({ label }) => label ?? '-', limit: 25 },
    { title: 'to decide', value: ({ pendingApproval }) => pendingApproval.action, limit: 60 },
    { title: 'by', value: ({ pendingApproval }) => pendingApproval.approvers },
    { title: 'reason', value: ({ requestReason }) => requestReason ?? 'none given' },
    { title: 'kind', value: (view) => roleOf(client().connection, view) },
  ];
}

/** A team's votes are no answer of ours. */
function isPlan({ waitingFor }: WaitingExecution): boolean {
  return waitingFor === 'approval';
}
