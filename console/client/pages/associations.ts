/** The associations that discovery has found last, of a stack whose associations are real: by the newest plan. */

import type { ExecutionRow, Offboarding } from '../../contract.ts';
import { get } from '../common/api.ts';
import { cached } from '../common/cached.ts';
import { h } from '../common/dom.ts';
import { formatMoment, formatTime } from '../common/format.ts';
import { type Polled, polled } from '../common/polling.ts';
import { executionAddress, query, setQuery } from '../common/route.ts';
import { appState, now, roleOf } from '../common/state.ts';
import { choice, empty, errorMessage, page } from '../parts/basics.ts';
import { planTable } from '../parts/plan-table.ts';

/** Plans to choose from, the newest first. */
const MOST = 50;

const planned = cached(
  () => [],
  () => appState.sorted.filter((row) => roleOf(row) === 'offboard' && row.planned !== undefined).slice(0, MOST),
);

let open: { arn: string; offboarding: Polled<Offboarding> } | undefined;

export function associationsPage() {
  if (appState.stack?.local) {
    return page('Associations', empty('This stack’s are simulated: ', h('a', { href: '/simulation' }, 'Simulation')));
  }
  const rows = planned();
  const row = rows.find(({ arn }) => arn === query('plan')) ?? rows[0];
  if (row) return page('Associations', chooser(rows, row), found(row));
  return page(
    'Associations',
    empty(
      appState.progress?.complete ? 'Discovery has not run yet.' : 'Loading …',
      h('p', {}, 'A plan shows what there is, and changes nothing: ', h('a', { href: '/offboard' }, 'make a plan')),
    ),
  );
}

function chooser(rows: readonly ExecutionRow[], { arn }: ExecutionRow) {
  const options = rows.map(
    (row) => [row.arn, `${row.label ?? row.name}, ${formatMoment(row.started, now())}`] as const,
  );
  return h(
    'div',
    { class: 'filters' },
    choice('Found for', arn, options, (plan) => setQuery({ plan: plan === rows[0]?.arn ? '' : plan })),
  );
}

function found({ arn, started }: ExecutionRow) {
  if (open?.arn !== arn) open = { arn, offboarding: polled(() => get<Offboarding>('offboarding', { arn }), 5_000) };
  const { offboarding } = open;
  offboarding.keepPolling();
  const { value, error } = offboarding;
  return h(
    'section',
    { class: 'panel', 'aria-label': 'Found' },
    h(
      'p',
      { class: 'note' },
      `As discovery read them at ${formatTime(started, now())}. `,
      h('a', { href: executionAddress(arn) }, 'The execution that read them'),
    ),
    errorMessage(error),
    value?.plan ? planTable(value.plan) : error === '' && h('p', {}, 'Loading …'),
  );
}
