/** Steps through an execution event by event: the graph beside it, the variables, input and output are of that moment. */

import { h } from '../../common/dom.ts';
import type { ExecutionDetail } from '../../common/execution-detail.ts';
import { type ExecutionStep, indexOf, stepAt } from '../../common/execution-step.ts';
import { formatTime } from '../../common/format.ts';
import { query, setQuery } from '../../common/route.ts';
import { now } from '../../common/state.ts';
import { jsonOfVariables } from '../../common/state-timeline.ts';
import { button, jsonBlock, pretty } from '../basics.ts';

let last: { detail: ExecutionDetail['events']; id: string; step: ExecutionStep | undefined } | undefined;

/** @returns undefined while another tab is open. */
export function openStep({ events }: ExecutionDetail): ExecutionStep | undefined {
  if (query('tab') !== 'step') return undefined;
  const id = query('event');
  if (last?.detail !== events || last.id !== id) last = { detail: events, id, step: stepAt(events, Number(id)) };
  return last.step;
}

export function stepTab(detail: ExecutionDetail) {
  const step = openStep(detail);
  if (!step) return h('p', { class: 'note' }, 'Nothing has happened yet.');
  const { event, visit, variables } = step;
  return [
    controls(detail.events),
    h('p', { role: 'status' }, h('strong', {}, event.type), visit && ` · ${visit.name}`),
    h('p', { class: 'note' }, formatTime(event.timestamp, now())),
    ...(visit?.failures ?? []).slice(-1).map(({ error, cause }) => h('p', { class: 'error' }, `${error}: ${cause}`)),
    jsonBlock('Variables', jsonOfVariables(variables)),
    visit && jsonBlock(`Input of ${visit.name}`, visit.input),
    visit?.output !== undefined && jsonBlock(`Output of ${visit.name}`, visit.output),
    jsonBlock('The event', pretty(JSON.stringify(event))),
  ];
}

function openIndex(events: ExecutionDetail['events']): number {
  return indexOf(events, Number(query('event')));
}

function controls(events: ExecutionDetail['events']) {
  const index = openIndex(events);
  const go = (to: number) => events[to] && setQuery({ event: String(events[to].id) });
  // From where the address is when it is pressed: a second press may come before the first is drawn.
  const move = (text: string, label: string, from: (index: number) => number) =>
    button(text, () => go(from(openIndex(events))), {
      class: 'button small',
      'aria-label': label,
      disabled: from(index) === index || events[from(index)] === undefined,
    });
  return h(
    'div',
    { class: 'row stepper' },
    move('«', 'First event', () => 0),
    move('‹', 'Previous event', (from) => from - 1),
    h('input', {
      type: 'range',
      min: 0,
      max: events.length - 1,
      value: String(index),
      'aria-label': 'Event',
      'aria-valuetext': `${index + 1} of ${events.length}`,
      oninput: (input: Event) => go(Number((input.target as HTMLInputElement).value)),
    }),
    move('›', 'Next event', (from) => from + 1),
    move('»', 'Last event', () => events.length - 1),
    h('span', { class: 'note' }, `${index + 1} of ${events.length}`),
  );
}
