/** The visits one after another, as long as they took; waits are hatched, failed attempts are marked. */

import { h } from '../../dom.ts';
import { shape } from '../../parts/basics.ts';
import { setQuery } from '../../route.ts';
import { now } from '../../state.ts';
import type { Visit } from '../../visits.ts';
import { duration, moment } from '../../words.ts';
import type { Opened } from '../execution.ts';

/** More than anybody reads at once; the newest are the ones that matter. */
const MOST = 150;

/** Moments within the words of a step, which the terminal shows as they are. */
const ISO = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;

export function timelineTab({ course, view, steps }: Opened) {
  const { visits } = course;
  const [first] = visits;
  if (!first) return h('p', { class: 'note' }, 'Nothing has happened yet.');
  const end = view.ended ? Date.parse(view.ended) : now();
  const span = Math.max(1, end - first.entered);
  const shown = visits.slice(-MOST);
  return [
    visits.length > MOST && h('p', { class: 'note' }, `The newest ${MOST} of ${visits.length} visits.`),
    h(
      'ol',
      { class: 'timeline' },
      shown.map((visit) => bar(visit, first.entered, span, end)),
    ),
    h('h2', {}, 'What happened'),
    h(
      'ol',
      { class: 'steps' },
      steps.slice(-MOST).map(({ at, state, what, bad }, index) =>
        h(
          'li',
          { key: index, class: bad ? 'bad' : '' },
          h('time', { datetime: at }, moment(at, now())),
          h('span', { class: 'step-state' }, state),
          h(
            'span',
            {},
            bad && shape('bad'),
            what.replace(ISO, (iso) => moment(iso, now())),
          ),
        ),
      ),
    ),
  ];
}

function bar(visit: Visit, start: number, span: number, end: number) {
  const left = visit.left ?? end;
  const percent = (time: number) => `${Math.min(100, Math.max(0, ((time - start) / span) * 100)).toFixed(3)}%`;
  const width = `max(3px, ${(((left - visit.entered) / span) * 100).toFixed(3)}%)`;
  const kind =
    visit.failures.length > 0
      ? 'warn'
      : visit.type === 'Wait'
        ? 'wait'
        : visit.type === 'Fail'
          ? 'bad'
          : visit.left === undefined
            ? 'live'
            : 'good';
  const failed = visit.failures.length === 0 ? '' : `, ${visit.failures.length} failed of ${visit.attempts} attempts`;
  return h(
    'li',
    { key: visit.id, class: visit.parent ? 'inside' : '' },
    h(
      'button',
      { type: 'button', class: 'link', onclick: () => setQuery({ tab: 'states', state: visit.name }) },
      visit.name,
    ),
    h(
      'span',
      { class: 'track', 'aria-hidden': 'true' },
      h('span', { class: `bar ${kind}`, style: { left: `min(${percent(visit.entered)}, 100% - 3px)`, width } }),
      visit.failures.map(({ at }, index) => h('span', { key: index, class: 'tick', style: { left: percent(at) } })),
    ),
    h('span', { class: 'took' }, `${duration(left - visit.entered)}${failed}`),
  );
}
