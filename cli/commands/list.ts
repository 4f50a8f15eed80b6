/** Executions and where they stand. */

import type { Connection } from '../../client/connection.ts';
import { forEach, glance, listExecutions, type StatusFilter } from '../../client/executions/read.ts';
import type { ExecutionView } from '../../client/executions/view.ts';
import { asked, findStack, roleOf } from '../../client/stack.ts';
import type { Context, Verb } from '../command.ts';
import { EXIT, usage } from '../exit.ts';
import { type Column, duration, table } from '../output.ts';

const STATUSES: readonly StatusFilter[] = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];

export const list: Verb = {
  syntax: 'list',
  summary: 'executions and where they stand, newest first',
  options: (command) =>
    command
      .option('--status <status>', `only these: ${STATUSES.join(', ')}`)
      .option('--kind <kind>', 'only this kind, or machine (verify, report)')
      .option('--most <n>', 'so many', '20'),
  async run(context, _args, options) {
    const views = await readList(context, options);
    if (context.output.json) context.output.data({ executions: views });
    else if (views.length === 0) context.output.text('no executions');
    else for (const line of table(context.output, views, columns(context.connection()))) context.output.text(line);
    return EXIT.done;
  },
};

/** What the flags ask for. @throws CliError (usage) for a flag that means nothing. */
export async function readList(context: Context, options: Readonly<Record<string, unknown>>): Promise<ExecutionView[]> {
  const status = options.status === undefined ? undefined : String(options.status).toUpperCase();
  if (status !== undefined && !STATUSES.includes(status as StatusFilter))
    throw usage(`--status is one of ${STATUSES.join(', ')}`);
  const most = Number(options.most ?? 20);
  if (!Number.isInteger(most) || most < 1) throw usage(`--most takes a whole number above 0, not '${options.most}'`);
  const stack = await findStack(context);
  const { machines } = stack;
  const wanted = options.kind === undefined ? asked(stack) : machines.filter(({ role }) => role === options.kind);
  if (wanted.length === 0)
    throw usage(
      `no state machine is there for kind '${options.kind}'`,
      `there are: ${machines.map(({ role }) => role).join(', ')}`,
    );
  const items = await listExecutions(context, {
    machines: wanted,
    most,
    ...(status ? { status: status as StatusFilter } : {}),
  });
  return forEach(items, ({ executionArn }) => glance(context, executionArn ?? ''));
}

/** What matters most comes first: a narrow terminal has no room for the rest. */
export function columns(connection: Connection): readonly Column<ExecutionView>[] {
  return [
    {
      title: 'status',
      value: ({ status }) => status,
      style: ({ status }) => (status === 'SUCCEEDED' ? 'good' : status === 'RUNNING' ? 'warn' : 'bad'),
    },
    { title: 'kind', value: (view) => roleOf(connection, view) },
    { title: 'target', value: ({ label }) => label ?? '-', most: 48 },
    { title: 'outcome', value: ({ outcome }) => outcome ?? '-' },
    { title: 'provider', value: ({ serviceStatus }) => serviceStatus ?? '-' },
    { title: 'polls', value: ({ polls }) => String(polls) },
    { title: 'next poll', value: ({ nextPollAt }) => nextPollAt ?? '-' },
    { title: 'started', value: ({ started }) => started },
    { title: 'took', value: ({ started, ended }) => (ended ? duration(Date.parse(ended) - Date.parse(started)) : '-') },
    { title: 'request', value: ({ requestId, name }) => requestId ?? name },
  ];
}
