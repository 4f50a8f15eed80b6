/** Executions, newest first. */

import type { Command as Commander } from 'commander';
import type { Connection } from '../../client/connection.ts';
import { formatDuration } from '../../client/duration.ts';
import type { StatusFilter } from '../../client/executions/list.ts';
import { type Found, type SearchOptions, searchExecutions } from '../../client/executions/search.ts';
import type { ExecutionView } from '../../client/executions/view.ts';
import { requesterText } from '../../client/identity/requester-text.ts';
import { textsIn } from '../../client/nearest-names.ts';
import { isRequestMachine, type Machine, roleOf, type Stack } from '../../client/stack.ts';
import type { Command, Context, Options } from '../common/command.ts';
import { didYouMean } from '../common/did-you-mean.ts';
import { ageText, idColumn, untilText } from '../common/execution-columns.ts';
import { EXIT, usage } from '../common/exit.ts';
import { type Column, type Output, type Style, table } from '../common/output.ts';
import { seconds } from '../common/time.ts';

const STATUSES: readonly StatusFilter[] = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];
const LIMIT = '20';

export const list: Command = {
  syntax: 'list',
  summary: 'executions and their status, newest first',
  options: filterOptions,
  help: `Examples:
  offboard list --status failed --since 24h
  offboard list --subject alice --query "executions[].[requestId, outcome]"`,
  here: 'reads',
  async run(context, _args, options) {
    const { client, output } = context;
    const { views, searchedOnly } = await readList(context, options);
    if (output.structured) output.data({ executions: views });
    else if (views.length === 0) output.text('no executions');
    else {
      const shown = columns(output, client().connection, views, await client().now());
      for (const line of table(output, views, shown)) output.text(line);
    }
    if (searchedOnly !== undefined) output.note(`searched the newest ${searchedOnly} executions; --since narrows it`);
    return EXIT.done;
  },
};

/** Which executions a table shows. */
export function filterOptions(command: Commander): Commander {
  return command
    .option('--status <status>', `only these: ${STATUSES.join(', ')}`)
    .option('--kind <kind>', 'only this kind, or machine (verify, report)')
    .option('--since <duration>', 'only what started so long ago at most: 24h, 7d')
    .option('--subject <id>', 'only what names this subject: its offboardings, and requests with it in their target')
    .option('--requested-by <who>', 'only what this identity requested, or is said to have')
    .option('--limit <n>', 'how many', LIMIT);
}

/** @throws ClientError INVALID for a flag that means nothing. */
export async function readList(
  { client }: Pick<Context, 'client'>,
  { status: given, limit: text = LIMIT, kind, since, subject, requestedBy }: Options,
): Promise<Found> {
  const status = given === undefined ? undefined : String(given).toUpperCase();
  if (status !== undefined && !STATUSES.includes(status as StatusFilter))
    throw usage(`--status must be one of ${STATUSES.join(', ')}`);
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1) throw usage(`--limit must be a whole number above 0, not '${text}'`);
  const back = since === undefined ? undefined : seconds('--since', String(since));
  const wanted = machinesOf(await client().stack(), kind as string | undefined);
  return searchExecutions(client(), {
    machines: wanted,
    limit,
    ...(status ? { status: status as StatusFilter } : {}),
    since: back && Number(await client().now()) - back * 1000,
    matches: filterOf(subject as string | undefined, requestedBy as string | undefined),
  });
}

function machinesOf({ machines }: Stack, kind: string | undefined): readonly Machine[] {
  const wanted = machines.filter(({ role }) => (kind === undefined ? isRequestMachine(role) : role === kind));
  if (wanted.length > 0) return wanted;
  const roles = machines.map(({ role }) => role);
  throw usage(
    `no state machine has the kind '${kind}'`,
    ...didYouMean(String(kind), roles),
    `there are: ${roles.join(', ')}`,
  );
}

/** @returns undefined for no filter: every execution matches. */
function filterOf(subject?: string, requestedBy?: string): SearchOptions['matches'] {
  if (subject === undefined && requestedBy === undefined) return undefined;
  const isAbout = ({ label, target }: ExecutionView) =>
    label === subject || textsIn(target).includes(subject as string);
  const isBy = (view: ExecutionView) => [view.requestedBy, view.requester?.name].includes(requestedBy);
  return (view) => (subject === undefined || isAbout(view)) && (requestedBy === undefined || isBy(view));
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
    { title: 'status', value: (view) => statusOf(output, view, now), style: styleOf, limit: 20 },
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

/** WAITING where people are to approve or to vote, STARTS where it goes on by itself. */
function statusOf(output: Output, { pendingApproval, startsAt, outcome, status }: ExecutionView, now: Date): string {
  if (startsAt !== undefined) return `STARTS ${untilText(output, startsAt, now)}`;
  return pendingApproval ? 'WAITING' : (outcome ?? status);
}

function styleOf({ status }: ExecutionView): Style {
  return status === 'SUCCEEDED' ? 'good' : status === 'RUNNING' ? 'warn' : 'bad';
}

function tookText({ started, ended }: ExecutionView): string {
  return ended ? formatDuration(Date.parse(ended) - Date.parse(started)) : '-';
}
