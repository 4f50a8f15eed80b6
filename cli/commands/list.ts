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
import { EXIT, usage } from '../common/exit.ts';
import { type Column, table } from '../common/output.ts';

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
  async run({ client, output }, _args, options) {
    const views = await readList({ client }, options);
    if (output.structured) output.data({ executions: views });
    else if (views.length === 0) output.text('no executions');
    else for (const line of table(output, views, columns(client().connection))) output.text(line);
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
  if (wanted.length === 0)
    throw usage(`no state machine has the kind '${kind}'`, `there are: ${machines.map(({ role }) => role).join(', ')}`);
  const items = await listExecutions(client(), {
    machines: wanted,
    limit,
    ...(status ? { status: status as StatusFilter } : {}),
  });
  return mapConcurrently(items, ({ executionArn = '' }) => readSummary(client(), executionArn));
}

/** By importance: a narrow terminal leaves the last columns out. */
export function columns(connection: Connection): readonly Column<ExecutionView>[] {
  return [
    {
      title: 'status',
      value: ({ status }) => status,
      style: ({ status }) => (status === 'SUCCEEDED' ? 'good' : status === 'RUNNING' ? 'warn' : 'bad'),
    },
    { title: 'kind', value: (view) => roleOf(connection, view) },
    { title: 'target', value: ({ label }) => label ?? '-', limit: 48 },
    { title: 'outcome', value: ({ outcome }) => outcome ?? '-' },
    { title: 'service status', value: ({ serviceStatus }) => serviceStatus ?? '-' },
    { title: 'polls', value: ({ polls }) => String(polls) },
    { title: 'next poll', value: ({ nextPollAt }) => nextPollAt ?? '-' },
    { title: 'started', value: ({ started }) => started },
    {
      title: 'took',
      value: ({ started, ended }) => (ended ? formatDuration(Date.parse(ended) - Date.parse(started)) : '-'),
    },
    { title: 'request', value: ({ requestId, name }) => requestId ?? name },
    { title: 'requester', value: (view) => requesterText(view) ?? '-', limit: 60 },
  ];
}
