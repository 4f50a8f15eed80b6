/** Executions of the same correlation id: an offboarding, its plan before, its items, their verifications and restorations. */

import { formatDuration } from '../../../../client/duration.ts';
import type { ExecutionRow } from '../../../contract.ts';
import { h } from '../../common/dom.ts';
import type { ExecutionDetail } from '../../common/execution-detail.ts';
import { formatTime, statusLabel, statusTone } from '../../common/format.ts';
import { executionAddress } from '../../common/route.ts';
import { appState, now, roleOf } from '../../common/state.ts';
import { badge, table } from '../basics.ts';
import { correlationTimeline } from './correlation-timeline.ts';

/** As many as a page shows at a glance. */
const MOST = 200;
const MOST_TRACKS = 30;

/** Oldest first, without the execution itself. */
export function relatedExecutions({ correlationId, arn }: ExecutionDetail['view']): ExecutionRow[] {
  if (correlationId === undefined) return [];
  return appState.sorted.filter((row) => row.correlationId === correlationId && row.arn !== arn).toReversed();
}

export function relatedTab({ view }: ExecutionDetail) {
  const related = relatedExecutions(view);
  const { correlationId = '' } = view;
  const time = now();
  return [
    correlationTimeline(
      appState.sorted
        .filter((row) => row.correlationId === correlationId)
        .slice(-MOST_TRACKS)
        .toReversed(),
      correlationId,
    ),
    table(
      'Executions of the same correlation id, oldest first',
      ['Started', 'Status', 'Execution', 'What', 'Took'],
      related.slice(0, MOST).map((row) => relatedRow(row, time)),
    ),
    related.length > MOST && h('p', { class: 'note' }, `${related.length - MOST} more are in the list of executions.`),
  ];
}

function relatedRow(row: ExecutionRow, time: number) {
  const { id, arn, label, name, started, ended, outcome } = row;
  return h(
    'tr',
    { key: id },
    h('td', {}, formatTime(started, time)),
    h('td', {}, badge(statusTone(row), outcome ?? statusLabel(row))),
    h('td', {}, h('a', { href: executionAddress(arn) }, label ?? name)),
    h('td', {}, roleOf(row)),
    h('td', {}, ended === undefined ? '–' : formatDuration(Date.parse(ended) - Date.parse(started))),
  );
}
