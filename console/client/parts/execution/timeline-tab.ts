/** The timeline: one track a state with a bar a visit (waits are hatched, failed attempts marked), and the steps as text. */

import { formatDuration } from '../../../../client/duration.ts';
import type { StepView } from '../../../../client/executions/steps.ts';
import { h } from '../../common/dom.ts';
import type { ExecutionDetail } from '../../common/execution-detail.ts';
import { type Folded, folded } from '../../common/folded.ts';
import { formatTime, formatTimesIn } from '../../common/format.ts';
import { setQuery } from '../../common/route.ts';
import { now } from '../../common/state.ts';
import type { StateVisit } from '../../common/state-timeline.ts';
import { icon } from '../basics.ts';

/** The newest steps; nobody reads more at once. */
const MAX_STEPS = 150;

/** Milliseconds since 1970: from the first state to the end, or to now. */
interface Span {
  start: number;
  end: number;
}

export function timelineTab({ timeline, view, steps }: ExecutionDetail) {
  const [first] = timeline.visits;
  if (!first) return h('p', { class: 'note' }, 'Nothing has happened yet.');
  const span = { start: first.entered, end: Math.max(first.entered + 1, view.ended ? Date.parse(view.ended) : now()) };
  const byState = Map.groupBy(timeline.visits, ({ name }) => name);
  return [
    h(
      'ol',
      { class: 'timeline' },
      scale(span),
      [...byState].map(([name, visits]) => track(name, visits, span)),
    ),
    steps.length > MAX_STEPS && h('p', { class: 'note' }, `The newest ${MAX_STEPS} of ${steps.length} steps.`),
    h('h2', {}, 'Steps'),
    h('ol', { class: 'steps' }, folded(steps.slice(-MAX_STEPS), ({ state, what }) => `${state} ${what}`).map(step)),
  ];
}

function step({ last, times }: Folded<StepView>, index: number) {
  const { at, state, what, bad } = last;
  return h(
    'li',
    { key: index, class: bad ? 'bad' : '' },
    h('time', { datetime: at }, formatTime(at, now())),
    h('span', { class: 'step-state' }, state),
    h('span', {}, bad && icon('bad'), formatTimesIn(what, now()), times > 1 && h('strong', {}, ` ×${times}`)),
  );
}

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
    h('span', {}, 'total'),
  );
}

function track(name: string, visits: readonly StateVisit[], span: Span) {
  const sum = (measure: (visit: StateVisit) => number) => visits.reduce((total, visit) => total + measure(visit), 0);
  const took = sum(({ entered, exited = span.end }) => exited - entered);
  const failures = sum((visit) => visit.failures.length);
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
      failures > 0 &&
        h('small', { class: 'failed' }, `${failures} of ${sum(({ attempts }) => attempts)} attempts failed`),
    ),
  );
}

function bar(visit: StateVisit, { start, end }: Span) {
  const exited = visit.exited ?? end;
  const percent = (milliseconds: number) => `${Math.min(100, (milliseconds / (end - start)) * 100).toFixed(3)}%`;
  const width = `max(3px, ${percent(exited - visit.entered)})`;
  return [
    h('span', {
      key: visit.id,
      class: `bar ${barClass(visit)}`,
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

function barClass({ type, failures, exited }: StateVisit): string {
  if (failures.length > 0) return 'warn';
  if (type === 'Fail') return 'bad';
  if (exited === undefined && type !== 'Succeed') return type === 'Wait' ? 'wait live' : 'live';
  return type === 'Wait' ? 'wait' : 'good';
}
