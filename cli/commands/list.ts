/** Executions, newest first. */

import { mapConcurrently } from '../../client/concurrency.ts';
import type { Connection } from '../../client/connection.ts';
import { formatDuration } from '../../client/duration.ts';
import { listExecutions, type StatusFilter } from '../../client/executions/list.ts';
import { readSummary } from '../../client/executions/read.ts';
import type { ExecutionView } from '../../client/executions/view.ts';
import { requesterText } from '../../client/identity/requester-text.ts';
import { isRequestMachine, roleOf } from '../../client/stack.ts';
import type { Command, Context, Options } from '../common/command.ts';
import { ageText, idColumn, untilText } from '../common/execution-columns.ts';
import { EXIT, usage } from '../common/exit.ts';
import { didYouMean } from '../common/kind.ts';
import { type Column, type Output, type Style, table } from '../common/output.ts';

const STATUSES: readonly StatusFilter[] = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];
const LIMIT = '20';

export const list: Command = {
  syntax: 'list',
  summary: 'executions and their status, newest first',
  options: (command) =>
    command
      .option('--status <status>', `only these: ${STATUSES.join(', ')}`)
      .option('--kind <kind>', 'only this kind, or machine (verify, report)')
      .option('--limit <n>', 'how many', LIMIT),
  here: 'reads',
  async run({ client, output }, _args, options) {
    const views = await readList({ client }, options);
    if (output.structured) output.data({ executions: views });
    else if (views.length === 0) output.text('no executions');
    else {
      const shown = columns(output, client().connection, views, await client().now());
      for (const line of table(output, views, shown)) output.text(line);
    }
    return EXIT.done;
  },
};

/** @throws ClientError INVALID for a flag that means nothing. */
export async function readList(
  { client }: Pick<Context, 'client'>,
  { status: given, limit: text = LIMIT, kind }: Options,
): Promise<ExecutionView[]> {
  const status = given === undefined ? undefined : String(given).toUpperCase();
  if (status !== undefined && !STATUSES.includes(status as StatusFilter))
    throw usage(`--status must be one of ${STATUSES.join(', ')}`);
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1) throw usage(`--limit must be a whole number above 0, not '${text}'`);
  const { machines } = await client().stack();
  const wanted = machines.filter(({ role }) => (kind === undefined ? isRequestMachine(role) : role === kind));
  if (wanted.length === 0) {
    const roles = machines.map(({ role }) => role);
    throw usage(
      `no state machine has the kind '${kind}'`,
      ...didYouMean(String(kind), roles),
      `there are: ${roles.join(', ')}`,
    );
  }
  const items = await listExecutions(client(), {
    machines: wanted,
    limit,
    ...(status ? { status: status as StatusFilter } : {}),
  });
  return mapConcurrently(items, ({ executionArn = '' }) => readSummary(client(), executionArn));
}

/**
 * By importance: a narrow terminal leaves the last columns out.
 * @param now the stack's time.
 */
export function columns(
  output: Output,
  connection: Connection,
  views: readonly ExecutionView[],
  now: Date,
): readonly Column<ExecutionView>[] {
  return [
    idColumn(output, views),
    { title: 'status', value: statusOf, style: styleOf, limit: 20 },
    { title: 'started', value: ({ started }) => ageText(output, started, now) },
    { title: 'target', value: ({ label }) => label ?? '-', limit: 25 },
    { title: 'kind', value: (view) => roleOf(connection, view) },
    { title: 'service status', value: ({ serviceStatus }) => serviceStatus ?? '-' },
    { title: 'polls', value: ({ polls }) => String(polls) },
    { title: 'next poll', value: ({ nextPollAt }) => untilText(output, nextPollAt, now) },
    { title: 'took', value: tookText },
    { title: 'requester', value: (view) => requesterText(view) ?? '-', limit: 60 },
  ];
}

/** WAITING where people are to approve or to vote. */
function statusOf({ pendingApproval, outcome, status }: ExecutionView): string {
  return pendingApproval ? 'WAITING' : (outcome ?? status);
}

function styleOf({ status }: ExecutionView): Style {
  return status === 'SUCCEEDED' ? 'good' : status === 'RUNNING' ? 'warn' : 'bad';
}

function tookText({ started, ended }: ExecutionView): string {
  return ended ? formatDuration(Date.parse(ended) - Date.parse(started)) : '-';
}
