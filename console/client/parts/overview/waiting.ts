import type { ExecutionRow } from '../../../contract.ts';
import { h } from '../../common/dom.ts';
import { approvalText, formatMoment, formatTime } from '../../common/format.ts';
import { executionAddress } from '../../common/route.ts';
import { appState, now } from '../../common/state.ts';
import { calm, morePanel } from './panel.ts';

const MOST = 5;

export function waiting(rows: readonly ExecutionRow[]) {
  return morePanel({
    title: 'Waiting for you',
    address: '/executions?status=waiting',
    total: rows.length,
    most: MOST,
    content:
      rows.length === 0
        ? calm('Nothing waits for an approval or a vote.')
        : h('ul', { class: 'entries' }, rows.slice(0, MOST).map(entry)),
  });
}

function entry(row: ExecutionRow) {
  const { id, arn, label, name, pendingApproval } = row;
  if (!pendingApproval) return null;
  const { until, requestedBy, risks = [] } = pendingApproval;
  const own = requestedBy !== undefined && requestedBy === appState.stack?.identity;
  return h(
    'li',
    { key: id },
    h('a', { class: 'entry-title', href: executionAddress(arn) }, label ?? name),
    until !== undefined &&
      h(
        'time',
        { class: 'entry-figure', datetime: until, title: formatTime(until, now()) },
        `expires ${formatMoment(until, now())}`,
      ),
    h(
      'span',
      { class: 'entry-note' },
      own ? 'You requested it, so somebody else must approve.' : approvalText(pendingApproval),
    ),
    risks.length > 0 && h('span', { class: 'entry-note' }, `Risks: ${risks.join(', ')}`),
  );
}
