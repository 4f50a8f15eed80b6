/** The table an auditor asks for: what was offboarded since when, who asked, who agreed, and whether in time. */

import { stackTime } from '../../client/clock.ts';
import { keptSince } from '../../client/evidence/find.ts';
import { type ReportRow, reportRow } from '../../offboardings/report.ts';
import type { Context, Verb } from '../command.ts';
import { csv } from '../csv.ts';
import { EXIT } from '../exit.ts';
import { type Column, duration, table } from '../output.ts';
import { seconds } from '../time.ts';

export const report: Verb = {
  syntax: 'report',
  summary: 'what was offboarded: who asked, who agreed, how long it took, and whether in time',
  options: (command) =>
    command
      .option('--since <duration>', 'so far back', '30d')
      .option('--sla <duration>', 'within which everything has to be gone', '24h')
      .option('--csv', 'as comma-separated values, on stdout'),
  help: 'Ends with 0 where everything was gone in time, else with 1.',
  async run(context, _args, options) {
    const [back, sla] = [seconds('--since', String(options.since)), seconds('--sla', String(options.sla))];
    const since = Number(await stackTime(context)) - back * 1000;
    const rows = (await keptSince(context, since))
      .map((document) => reportRow(document, sla))
      .sort((a, b) => (a.requestedAt < b.requestedAt ? -1 : 1));
    if (options.csv === true) context.output.text(csv(rows, FIELDS));
    else if (context.output.json) context.output.data({ slaSeconds: sla, rows });
    else print(context, rows);
    return rows.every(({ withinSla }) => withinSla) ? EXIT.done : EXIT.failed;
  },
};

const FIELDS = [
  'id',
  'subject',
  'requestedBy',
  'reason',
  'approvedBy',
  'requestedAt',
  'endedAt',
  'seconds',
  'withinSla',
  'planned',
  'gone',
  'remaining',
  'head',
] as const satisfies readonly (keyof ReportRow)[];

const COLUMNS: readonly Column<ReportRow>[] = [
  { title: 'asked at', value: ({ requestedAt }) => requestedAt },
  { title: 'subject', value: ({ subject }) => subject, most: 48 },
  { title: 'asked by (claimed)', value: ({ requestedBy }) => requestedBy || '-', most: 40 },
  { title: 'approved by', value: ({ approvedBy }) => approvedBy || '-', most: 40 },
  {
    title: 'gone',
    value: ({ gone, planned }) => `${gone} of ${planned}`,
    style: ({ remaining }) => (remaining > 0 ? 'bad' : undefined),
  },
  { title: 'took', value: (row) => duration(row.seconds * 1000) },
  {
    title: 'in time',
    value: ({ withinSla }) => (withinSla ? 'yes' : 'no'),
    style: ({ withinSla }) => (withinSla ? 'good' : 'bad'),
  },
  { title: 'id', value: ({ id }) => id },
];

function print({ output }: Context, rows: readonly ReportRow[]): void {
  if (rows.length === 0) {
    output.text('nothing was offboarded');
    return;
  }
  for (const line of table(output, rows, COLUMNS)) output.text(line);
  output.text('');
  const late = rows.filter(({ withinSla }) => !withinSla).length;
  output.text(`${rows.length} in all, ${rows.length - late} gone in time, ${late} not`);
}
