import { formatDuration } from '../../client/duration.ts';
import { evidenceSince } from '../../client/evidence/find.ts';
import { reportCsv } from '../../client/reports/report-csv.ts';
import { type ReportRow, reportRow } from '../../client/reports/report-row.ts';
import type { Command, Context } from '../common/command.ts';
import { EXIT } from '../common/exit.ts';
import { type Column, table } from '../common/output.ts';
import { seconds } from '../common/time.ts';

export const report: Command = {
  syntax: 'report',
  summary: 'offboardings: who requested and approved them, how long they took, and whether in time',
  options: (command) =>
    command
      .option('--since <duration>', 'how far back', '30d')
      .option('--sla <duration>', 'how long an offboarding may take', '24h')
      .option('--csv', 'as comma-separated values, on stdout'),
  help: `Examples:
  offboard report --since 90d --sla 8h
  offboard report --since 7d --csv > offboardings.csv
Exits with 0 where everything was removed, seen to be gone, or rejected, in time, else with 1.`,
  here: 'reads',
  async run(context, _args, options) {
    const [back, sla] = [seconds('--since', String(options.since)), seconds('--sla', String(options.sla))];
    const since = Number(await context.client().now()) - back * 1000;
    const rows = (await evidenceSince(context.client(), since))
      .map((document) => reportRow(document, sla))
      .sort((a, b) => (a.requestedAt < b.requestedAt ? -1 : 1));
    if (options.csv === true) context.output.raw(reportCsv(rows));
    else if (context.output.structured) context.output.data({ slaSeconds: sla, rows });
    else print(context, rows);
    return rows.every(({ withinSla }) => withinSla) ? EXIT.done : EXIT.failed;
  },
};

/** By importance: a narrow terminal leaves the last columns out. */
const COLUMNS: readonly Column<ReportRow>[] = [
  { title: 'id', value: ({ id }) => id, limit: 26 },
  { title: 'subject', value: ({ subject }) => subject, limit: 24 },
  {
    title: 'removed',
    value: ({ removed, planned }) => `${removed} of ${planned}`,
    style: ({ remaining, rejected }) => (remaining > 0 && !rejected ? 'bad' : undefined),
  },
  {
    title: 'in time',
    value: ({ withinSla, rejected }) => rejected || (withinSla ? 'yes' : 'no'),
    style: ({ withinSla, rejected }) => (rejected ? 'dim' : withinSla ? 'good' : 'bad'),
  },
  { title: 'took', value: (row) => formatDuration(row.seconds * 1000) },
  { title: 'other outcomes', value: othersOf, limit: 60 },
  { title: 'requester', value: ({ requester }) => requester, limit: 60 },
  { title: 'approved by', value: ({ approvedBy }) => approvedBy || '-', limit: 40 },
  { title: 'requested at', value: ({ requestedAt }) => requestedAt },
];

/** `1 already gone, 2 skipped` */
function othersOf({ alreadyGone, neverSeen, notFound, skipped, failed, inaccessible }: ReportRow): string {
  const counts: readonly (readonly [number, string])[] = [
    [alreadyGone, 'already gone'],
    [neverSeen, 'never seen'],
    [notFound, 'not found'],
    [skipped, 'skipped'],
    [failed, 'failed'],
    [inaccessible, 'inaccessible'],
  ];
  return counts.flatMap(([count, words]) => (count > 0 ? [`${count} ${words}`] : [])).join(', ') || '-';
}

function print({ output }: Context, rows: readonly ReportRow[]): void {
  if (rows.length === 0) {
    output.text('no offboardings');
    return;
  }
  for (const line of table(output, rows, COLUMNS)) output.text(line);
  output.text('');
  const rejected = rows.filter((row) => row.rejected !== '').length;
  const inTime = rows.filter((row) => row.rejected === '' && row.withinSla).length;
  output.text(
    `${rows.length} offboardings: ${inTime} done in time, ${rows.length - inTime - rejected} not, ${rejected} rejected`,
  );
}
