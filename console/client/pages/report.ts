/** Offboardings for an auditor, as `offboard report` says them: who requested and approved them, and whether in time. */

import { formatDuration } from '../../../client/duration.ts';
import { reportCsv } from '../../../client/reports/report-csv.ts';
import type { ReportRow } from '../../../client/reports/report-row.ts';
import type { Report } from '../../contract.ts';
import { get } from '../common/api.ts';
import { offboardCommand } from '../common/command-line.ts';
import { h } from '../common/dom.ts';
import { download } from '../common/download.ts';
import { formatMoment } from '../common/format.ts';
import { type Polled, polled } from '../common/polling.ts';
import { query, setQuery } from '../common/route.ts';
import { now } from '../common/state.ts';
import { badge, button, choice, command, empty, errorMessage, page, table } from '../parts/basics.ts';

const DAY = 86_400;

/** Names are what `offboard report` takes for --since and --sla. */
const PERIODS = { '24h': DAY, '7d': 7 * DAY, '30d': 30 * DAY, '90d': 90 * DAY, '365d': 365 * DAY } as const;
const LIMITS = { '1h': 3_600, '8h': 8 * 3_600, '24h': DAY, '7d': 7 * DAY } as const;

let open: { key: string; report: Polled<Report> } | undefined;

export function reportPage() {
  const since = chosen(PERIODS, query('since'), '30d');
  const sla = chosen(LIMITS, query('sla'), '24h');
  const report = openReport(since, sla);
  report.keepPolling();
  const { value, error } = report;
  return page(
    'Report',
    h(
      'div',
      { class: 'filters' },
      choice('Ended in the last', since, optionsOf(PERIODS), (name) => setQuery({ since: name === '30d' ? '' : name })),
      choice('In time within', sla, optionsOf(LIMITS), (name) => setQuery({ sla: name === '24h' ? '' : name })),
    ),
    errorMessage(error),
    value ? content(value, since) : error === '' && h('p', {}, 'Loading …'),
    command(offboardCommand(`report --since ${since} --sla ${sla} --csv`)),
  );
}

function openReport(since: keyof typeof PERIODS, sla: keyof typeof LIMITS): Polled<Report> {
  const key = `${since} ${sla}`;
  if (open?.key === key) return open.report;
  const read = () =>
    get<Report>('report', { since: Math.max(0, Math.floor(now() - PERIODS[since] * 1000)), sla: LIMITS[sla] });
  open = { key, report: polled(read, 5_000) };
  return open.report;
}

function chosen<Name extends string>(from: Readonly<Record<Name, number>>, name: string, usual: Name): Name {
  return Object.hasOwn(from, name) ? (name as Name) : usual;
}

function optionsOf(from: Readonly<Record<string, number>>) {
  return Object.entries(from).map(([name, seconds]) => [name, formatDuration(seconds * 1000)] as const);
}

function content({ rows, omitted }: Report, since: string) {
  if (rows.length === 0) return empty('No request has ended with evidence in this period.');
  const rejected = rows.filter((row) => row.rejected !== '').length;
  const inTime = rows.filter((row) => row.rejected === '' && row.withinSla).length;
  return [
    h(
      'div',
      { class: 'json-head' },
      h(
        'p',
        { class: 'list-progress', role: 'status' },
        `${rows.length} ended: ${inTime} done in time, ${rows.length - inTime - rejected} not, ${rejected} rejected`,
      ),
      button('Download as CSV', () => download(`offboardings-${since}.csv`, 'text/csv', reportCsv(rows))),
    ),
    omitted > 0 &&
      h('p', { class: 'note' }, `${omitted} older documents are left out; the command line below reads them too.`),
    table('Report', COLUMNS, rows.toReversed().map(reportLine), 'panel'),
  ];
}

const COLUMNS = ['Subject', 'In time', 'Removed', 'Took', 'Requested by', 'Approved by', 'Ended'];

function reportLine(row: ReportRow) {
  const { id, subject, removed, planned, seconds, requester, approvedBy, endedAt, reason } = row;
  const found = new URLSearchParams({ q: id, kind: 'everything' });
  return h(
    'tr',
    { key: `${id} ${endedAt}` },
    h('th', { scope: 'row' }, h('a', { href: `/executions?${found}` }, subject), reason && h('small', {}, reason)),
    h('td', {}, timeliness(row)),
    h('td', {}, `${removed} of ${planned}`),
    h('td', {}, formatDuration(seconds * 1000)),
    h('td', {}, requester),
    h('td', {}, approvedBy || '–'),
    h('td', { class: 'moment' }, formatMoment(endedAt, now())),
  );
}

function timeliness({ rejected, withinSla }: ReportRow) {
  if (rejected !== '') return badge('idle', rejected);
  return withinSla ? badge('good', 'yes') : badge('bad', 'no');
}
