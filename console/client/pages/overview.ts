/** What needs people now, and how offboarding goes: each figure leads to what it counts. */

import { h } from '../common/dom.ts';
import { PERIODS, type Period } from '../common/overview-figures.ts';
import { query, setQuery } from '../common/route.ts';
import { appState } from '../common/state.ts';
import { page } from '../parts/basics.ts';
import { activityChart } from '../parts/overview/activity-chart.ts';
import { attention } from '../parts/overview/attention.ts';
import { cleanups } from '../parts/overview/cleanups.ts';
import { durations } from '../parts/overview/durations.ts';
import { overviewOf } from '../parts/overview/overview.ts';
import { problems } from '../parts/overview/problems.ts';
import { reportPanel } from '../parts/overview/report-panel.ts';
import { waiting } from '../parts/overview/waiting.ts';

export function overviewPage() {
  const period = PERIODS.find(({ name }) => name === query('since')) ?? (PERIODS[0] as Period);
  if (!appState.stack || !appState.progress) return page('Overview', h('p', {}, 'Loading …'));
  const figures = overviewOf(period);
  return page(
    'Overview',
    periodChoice(period),
    attention(figures, period),
    h('div', { class: 'overview' }, [
      waiting(figures.waiting),
      problems(figures),
      activityChart(figures.activity, period),
      h('div', { class: 'column' }, durations(figures.durations, period), cleanups()),
      h('div', { class: 'column' }, reportPanel(period)),
    ]),
    unread(),
  );
}

function periodChoice(chosen: Period) {
  return h(
    'div',
    { class: 'periods', role: 'group', 'aria-label': 'Period' },
    PERIODS.map(({ name, title }) =>
      h(
        'button',
        {
          key: name,
          type: 'button',
          'aria-pressed': String(name === chosen.name),
          onclick: () => setQuery({ since: name === PERIODS[0]?.name ? '' : name }),
        },
        title,
      ),
    ),
  );
}

/** So that a figure is not taken for complete. */
function unread() {
  const { total, described, complete } = appState.progress ?? { total: 0, described: 0, complete: true };
  if (complete && described >= total) return null;
  const counted = `${described.toLocaleString('en')} of ${total.toLocaleString('en')} listed executions are read`;
  return h('p', { class: 'list-progress' }, `${counted}${complete ? '' : ', and older ones are still being listed'}.`);
}
