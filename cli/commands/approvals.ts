/** Everything that waits for people, what expires first at the top. */

import { listPendingApprovals, SEARCHED, type WaitingExecution } from '../../client/approvals/pending.ts';
import { formatUntil } from '../../client/duration.ts';
import { shortId } from '../../client/executions/short-id.ts';
import { roleOf } from '../../client/stack.ts';
import type { Command, Context } from '../common/command.ts';
import { EXIT } from '../common/exit.ts';
import { type Column, table } from '../common/output.ts';

export const approvals: Command = {
  syntax: 'approvals',
  summary: 'plans that wait for approval, and teams that wait for votes',
  help: `Examples:
  offboard approvals
  offboard approve ID --reason 'agreed with the search team'
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
  const now = Number(await client().now());
  const whole = output.width === Number.POSITIVE_INFINITY;
  const ids = found.map(idOf);
  return [
    { title: 'id', value: (view) => (whole ? idOf(view) : shortId(idOf(view), ids)), limit: 26 },
    { title: 'expires', value: ({ pendingApproval: { until } }) => expiry(until, whole ? undefined : now) },
    { title: 'target', value: ({ label }) => label ?? '-', limit: 25 },
    { title: 'to decide', value: ({ pendingApproval }) => pendingApproval.action, limit: 60 },
    { title: 'by', value: ({ pendingApproval }) => pendingApproval.approvers },
    { title: 'reason', value: ({ requestReason }) => requestReason ?? 'none given' },
    { title: 'kind', value: (view) => roleOf(client().connection, view) },
  ];
}

function expiry(until: string | undefined, now: number | undefined): string {
  if (until === undefined) return '-';
  return now === undefined ? until : formatUntil(until, now);
}

function idOf({ requestId, name }: WaitingExecution): string {
  return requestId ?? name;
}

/** A team's votes are no answer of ours. */
function isPlan({ waitingFor }: WaitingExecution): boolean {
  return waitingFor === 'approval';
}
