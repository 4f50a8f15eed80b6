/** What failed in the last 24 hours, by reason, and what is stuck. */

import { formatAge, formatDuration } from '../../../../client/duration.ts';
import type { ExecutionRow } from '../../../contract.ts';
import { h } from '../../common/dom.ts';
import type { FailureGroup } from '../../common/overview-figures.ts';
import { executionAddress } from '../../common/route.ts';
import { now, roleOf } from '../../common/state.ts';
import type { Overview } from './overview.ts';
import { calm, morePanel } from './panel.ts';

const MOST = 5;

export function problems({ stuck, failures }: Overview) {
  const entries = [...stuck.map(stuckEntry), ...failures.map(failureEntry)];
  return morePanel({
    title: 'Stuck and failed',
    address: '/executions?status=failed&at=ended&since=24h',
    total: entries.length,
    most: MOST,
    content:
      entries.length === 0
        ? calm('Nothing is stuck, and nothing failed in the last 24 hours.')
        : h('ul', { class: 'entries' }, entries.slice(0, MOST)),
  });
}

function stuckEntry(row: ExecutionRow) {
  const { id, arn, label, name, started, usualSeconds, serviceStatus } = row;
  const usual = usualSeconds === undefined ? '' : `, usually ${formatDuration(usualSeconds * 1000)}`;
  return h(
    'li',
    { key: id },
    h('a', { class: 'entry-title', href: executionAddress(arn) }, `Stuck: ${label ?? name}`),
    h('span', { class: 'entry-figure' }, `${formatDuration(now() - Date.parse(started))}${usual}`),
    h('span', { class: 'entry-note' }, [roleOf(row), serviceStatus].filter(Boolean).join(' · ')),
  );
}

/** The newest sample leads to its reason in full; the count to all of the group. */
function failureEntry({ reason, count, newest }: FailureGroup) {
  const { arn, label, name, ended = '' } = newest;
  const group = new URLSearchParams({ status: 'failed', at: 'ended', since: '24h', reason });
  return h(
    'li',
    { key: reason },
    h('a', { class: 'entry-title reason', href: executionAddress(arn) }, reason),
    h(
      'a',
      { class: 'entry-figure', href: `/executions?${group}`, 'aria-label': `${count} executions failed so` },
      `× ${count.toLocaleString('en')}`,
    ),
    h('span', { class: 'entry-note' }, `newest: ${label ?? name} · ${roleOf(newest)} · ${formatAge(ended, now())}`),
  );
}
