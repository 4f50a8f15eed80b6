/** The next runs of the scheduled cleanups, and how each ended last. */

import { formatAge, formatUntil } from '../../../../client/duration.ts';
import type { ScheduleView } from '../../../contract.ts';
import { h } from '../../common/dom.ts';
import { executionAddress } from '../../common/route.ts';
import { schedules } from '../../common/schedules.ts';
import { appState, now } from '../../common/state.ts';
import { errorMessage, table } from '../basics.ts';
import { calm, panel } from './panel.ts';

export function cleanups() {
  schedules.keepPolling();
  const { value, error } = schedules;
  const found = (value ?? []).filter(({ policy }) => policy !== undefined).sort(byNextRun);
  return panel({
    title: 'Cleanups',
    address: '/schedules',
    content: [
      errorMessage(error),
      value === undefined && error === '' && h('p', {}, 'Loading …'),
      value !== undefined && found.length === 0 && calm('This stack has no scheduled cleanups.'),
      found.length > 0 && table('Cleanups', ['Cleanup', 'Next run', 'Last result'], found.map(row)),
    ],
  });
}

function byNextRun(a: ScheduleView, b: ScheduleView): number {
  return (a.next[0] ?? '9') < (b.next[0] ?? '9') ? -1 : 1;
}

function row({ rule, enabled, expression, next: [first], last, lastResult }: ScheduleView) {
  const prefix = `${appState.stack?.name}-cleanup-`;
  return h(
    'tr',
    { key: rule },
    h('th', { scope: 'row' }, rule.startsWith(prefix) ? rule.slice(prefix.length) : rule),
    h('td', {}, enabled ? (first === undefined ? expression : formatUntil(first, now())) : 'paused'),
    h(
      'td',
      {},
      last === undefined
        ? 'none yet'
        : [
            h('a', { href: executionAddress(last.arn) }, lastResult ?? last.outcome ?? last.status),
            h('small', {}, formatAge(last.started, now())),
          ],
    ),
  );
}
