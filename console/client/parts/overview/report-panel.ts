/** Whether offboardings ended in time, and what their evidence says is left: the same as `offboard report`. */

import { formatDuration } from '../../../../client/duration.ts';
import type { ReportRow } from '../../../../client/reports/report-row.ts';
import type { Report } from '../../../contract.ts';
import { get } from '../../common/api.ts';
import { offboardCommand } from '../../common/command-line.ts';
import { h } from '../../common/dom.ts';
import type { Period } from '../../common/overview-figures.ts';
import { type Polled, polled } from '../../common/polling.ts';
import { now } from '../../common/state.ts';
import { command, errorMessage, icon } from '../basics.ts';
import { calm, panel } from './panel.ts';

let open: { period: string; report: Polled<Report> } | undefined;

const MOST = 4;

export function reportPanel(period: Period) {
  if (open?.period !== period.name) open = { period: period.name, report: polled(() => read(period), 5_000) };
  const { report } = open;
  report.keepPolling();
  return panel({
    title: `In time, by the evidence of ${period.title}`,
    content: [
      errorMessage(report.error),
      report.value ? content(report.value, period) : report.error === '' && h('p', {}, 'Loading …'),
    ],
  });
}

function read({ bucket, buckets }: Period): Promise<Report> {
  return get<Report>('report', { since: Math.max(0, Math.floor(now() - bucket * buckets)) });
}

function content({ rows, slaSeconds, omitted }: Report, { name }: Period) {
  if (rows.length === 0) return calm('No request has ended with evidence in this period.');
  const rejected = rows.filter((row) => row.rejected !== '');
  const carried = rows.filter((row) => row.rejected === '');
  const late = carried.filter((row) => !row.withinSla).toReversed();
  const sum = (field: 'removed' | 'planned' | 'remaining' | 'inaccessible') =>
    rows.reduce((total, row) => total + row[field], 0);
  const share = carried.length === 0 ? 1 : (carried.length - late.length) / carried.length;
  return [
    h(
      'div',
      { class: 'in-time' },
      meter(share),
      h(
        'p',
        {},
        h('strong', {}, `${carried.length - late.length} of ${carried.length}`),
        ` complete within ${formatDuration(slaSeconds * 1000)}`,
      ),
    ),
    h(
      'p',
      { class: 'note' },
      `${sum('removed')} of ${sum('planned')} planned associations removed, ${sum('remaining')} remaining, ${sum('inaccessible')} searches inaccessible, ${rejected.length} rejected.`,
    ),
    late.length > 0 && h('ul', { class: 'entries' }, late.slice(0, MOST).map(lateEntry)),
    late.length > MOST && h('p', { class: 'note' }, `and ${late.length - MOST} more`),
    omitted > 0 && h('p', { class: 'note' }, `${omitted} older documents are not counted.`),
    command(offboardCommand(`report --since ${name}`)),
  ];
}

function lateEntry(row: ReportRow) {
  const { id, subject } = row;
  const found = new URLSearchParams({ q: id, kind: 'everything' });
  return h(
    'li',
    { key: id },
    h('a', { class: 'entry-title', href: `/executions?${found}` }, subject),
    h('span', { class: 'entry-figure' }, icon('bad'), whyLate(row)),
  );
}

function whyLate({ remaining, neverSeen, inaccessible, planned, seconds }: ReportRow): string {
  if (remaining > 0) return `${remaining} remaining`;
  if (neverSeen > 0) return `${neverSeen} never seen`;
  if (inaccessible > 0) return `${inaccessible} inaccessible`;
  return planned === 0 ? 'nothing found' : `took ${formatDuration(seconds * 1000)}`;
}

/** A ring that is closed to the share. */
function meter(share: number) {
  return h(
    'svg',
    { class: `meter ${share === 1 ? 'good' : 'bad'}`, viewBox: '0 0 36 36', 'aria-hidden': 'true' },
    h('circle', { class: 'ground', cx: 18, cy: 18, r: 15 }),
    share > 0 &&
      h('circle', { class: 'share', cx: 18, cy: 18, r: 15, pathLength: 100, 'stroke-dasharray': `${share * 100} 100` }),
  );
}
