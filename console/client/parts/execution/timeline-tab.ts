/** A lane a state: its visits, as long as they took. Waits are hatched, failed attempts are marked. */

import { h } from '../../dom.ts';
import { formatDuration, formatTime } from '../../format.ts';
import type { ExecutionDetail } from '../../pages/execution.ts';
import { setQuery } from '../../route.ts';
import { now } from '../../state.ts';
import type { StateVisit } from '../../state-timeline.ts';
import { shape } from '../basics.ts';

/** More steps than anybody reads at once; the newest are the ones that matter. */
const MOST = 150;

/** Moments within the words of a step, which the terminal shows as they are. */
const ISO = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;

/** From the first state entered to the end, or to now. */
interface Span {
  start: number;
  end: number;
}

export function timelineTab({ timeline, view, steps }: ExecutionDetail) {
  const [first] = timeline.visits;
  if (!first) return h('p', { class: 'note' }, 'Nothing has happened yet.');
  const span = { start: first.entered, end: Math.max(first.entered + 1, view.ended ? Date.parse(view.ended) : now()) };
  const lanes = Map.groupBy(timeline.visits, ({ name }) => name);
  return [
    h(
      'ol',
      { class: 'timeline' },
      scale(span),
      [...lanes].map(([name, visits]) => lane(name, visits, span)),
    ),
    steps.length > MOST && h('p', { class: 'note' }, `The newest ${MOST} of ${steps.length} steps.`),
    h('h2', {}, 'What happened'),
    h(
      'ol',
      { class: 'steps' },
      steps.slice(-MOST).map(({ at, state, what, bad }, index) =>
        h(
          'li',
          { key: index, class: bad ? 'bad' : '' },
          h('time', { datetime: at }, formatTime(at, now())),
          h('span', { class: 'step-state' }, state),
          h(
            'span',
            {},
            bad && shape('bad'),
            what.replace(ISO, (iso) => formatTime(iso, now())),
          ),
        ),
      ),
    ),
  ];
}

/** When the lanes begin, and how long they are. */
function scale({ start, end }: Span) {
  return h(
    'li',
    { key: 'scale', class: 'scale' },
    h('span', {}),
    h(
      'span',
      {},
      h('span', {}, formatTime(new Date(start).toISOString(), now())),
      h('span', {}, `+ ${formatDuration(end - start)}`),
    ),
    h('span', {}, 'in all'),
  );
}

function lane(name: string, visits: readonly StateVisit[], span: Span) {
  const took = visits.reduce((sum, { entered, left = span.end }) => sum + left - entered, 0);
  const [attempts, failures] = [
    visits.flatMap(({ attempts: each }) => each),
    visits.flatMap(({ failures: each }) => each),
  ];
  const failed = failures.length > 0 && `${failures.length} of ${attempts.reduce((a, b) => a + b, 0)} attempts failed`;
  return h(
    'li',
    { key: name, class: visits[0]?.parent ? 'inside' : '' },
    h(
      'button',
      { type: 'button', class: 'link', onclick: () => setQuery({ tab: 'states', state: name, visit: '' }) },
      name,
    ),
    h(
      'span',
      { class: 'track', 'aria-hidden': 'true' },
      visits.map((visit) => bar(visit, span)),
    ),
    h(
      'span',
      { class: 'took' },
      `${formatDuration(took)}${visits.length > 1 ? ` ×${visits.length}` : ''}`,
      failed && h('small', { class: 'failed' }, failed),
    ),
  );
}

function bar(visit: StateVisit, { start, end }: Span) {
  const left = visit.left ?? end;
  const percent = (milliseconds: number) => `${Math.min(100, (milliseconds / (end - start)) * 100).toFixed(3)}%`;
  const width = `max(3px, ${percent(left - visit.entered)})`;
  return [
    h('span', {
      key: visit.id,
      class: `bar ${kindOf(visit)}`,
      style: { left: `min(${percent(visit.entered - start)}, 100% - 3px)`, width },
    }),
    visit.failures.map(({ at }, index) =>
      h('span', {
        key: `${visit.id} ${index}`,
        class: 'tick',
        style: { left: `min(${percent(at - start)}, 100% - 2px)` },
      }),
    ),
  ];
}

function kindOf({ type, failures, left }: StateVisit): string {
  if (failures.length > 0) return 'warn';
  if (type === 'Fail') return 'bad';
  if (left === undefined && type !== 'Succeed') return type === 'Wait' ? 'wait live' : 'live';
  return type === 'Wait' ? 'wait' : 'good';
}
