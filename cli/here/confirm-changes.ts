/** Before anything is changed: whose account, and what goes on besides. */

import { listExecutions } from '../../client/executions/list.ts';
import { readSummary } from '../../client/executions/read.ts';
import { isRequestMachine, roleOf } from '../../client/stack.ts';
import type { Context } from '../common/command.ts';
import { askFor, askOnce } from '../common/confirm.ts';
import { statusLine } from '../common/follow.ts';
import { type Caller, identityOf } from './caller.ts';

const MOST_LISTED = 20;

/**
 * Asks for a line that names account, Region and identity, which no flag gives.
 * @throws ClientError INVALID for any other line, or without one.
 */
export async function confirmChanges(
  context: Context,
  { account, region, arn }: Pick<Caller, 'account' | 'region' | 'arn'>,
  { ticket }: { ticket?: string },
): Promise<void> {
  const { output } = context;
  const who = `${account} ${region} ${identityOf(arn)}`;
  await askOnce(context, who, async () => {
    output.alert(`This changes associations in account ${account}, ${region}, as ${arn}.`);
    if (ticket !== undefined) output.alert(`claimed approval: ${ticket}`);
    for (const line of await unfinished(context)) output.alert(`it also goes on: ${line}`);
    await askFor(context, `${account} ${region} ${nameOf(arn)}`, 'Give the line on standard input.');
  });
}

/** What an earlier command left, in a line each. */
async function unfinished({ client }: Context): Promise<string[]> {
  const { connection } = client();
  const machines = (await client().stack()).machines.filter(({ role }) => isRequestMachine(role));
  const running = await listExecutions(client(), { machines, status: 'RUNNING', limit: MOST_LISTED });
  const views = await Promise.all(running.map(({ executionArn = '' }) => readSummary(client(), executionArn)));
  return views.map((view) => `${roleOf(connection, view)} ${view.label ?? view.name}: ${statusLine(view)}`);
}

/** `SecurityAudit/dana` of a session, `dana` of a user. */
function nameOf(arn: string): string {
  const resource = arn.slice(arn.lastIndexOf(':') + 1);
  return resource.slice(resource.indexOf('/') + 1);
}
