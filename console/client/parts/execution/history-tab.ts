/** The event history as GetExecutionHistory returns it. */

import type { HistoryRecord } from '../../../contract.ts';
import { h } from '../../common/dom.ts';
import type { ExecutionDetail } from '../../common/execution-detail.ts';
import { query, setQuery } from '../../common/route.ts';
import { redraw } from '../../common/state.ts';
import { button, choice, pretty } from '../basics.ts';
import { searchField } from '../search-field.ts';

const expanded = new Set<number>();
let maxRows = 200;
const MORE_ROWS = 500;

export function historyTab({ events }: ExecutionDetail) {
  const text = query('find').toLowerCase();
  const filter = query('type');
  const found = events.filter(
    (event) => matchesFilter(event, filter) && (text === '' || JSON.stringify(event).toLowerCase().includes(text)),
  );
  const start = Date.parse(events[0]?.timestamp ?? '');
  return [
    searchField(
      { label: 'Find in the events', name: 'find' },
      choice(
        'Show',
        filter,
        [
          ['', 'All events'],
          ['errors', 'Failures only'],
          ['states', 'States only'],
          ['tasks', 'Tasks only'],
        ],
        (type) => setQuery({ type }),
      ),
    ),
    h('p', { class: 'note' }, `${found.length} of ${events.length} events`),
    h(
      'ol',
      { class: 'history' },
      found.slice(0, maxRows).map((event) => eventRow(event, start)),
    ),
    found.length > maxRows &&
      button('Show more', () => {
        maxRows += MORE_ROWS;
        redraw();
      }),
  ];
}

const FAILURE = /Failed|TimedOut|Aborted/;

function matchesFilter({ type }: HistoryRecord, filter: string): boolean {
  switch (filter) {
    case '':
      return true;
    case 'errors':
      return FAILURE.test(type);
    case 'states':
      return /State(Entered|Exited)$/.test(type);
    default:
      return /^(Task|LambdaFunction|Activity)(?!State)/.test(type);
  }
}

function eventRow(event: HistoryRecord, start: number) {
  const { id, type, timestamp } = event;
  const isExpanded = expanded.has(id);
  const name = event.stateEnteredEventDetails?.name ?? event.stateExitedEventDetails?.name ?? '';
  return h(
    'li',
    { key: id },
    h(
      'button',
      {
        type: 'button',
        class: `event${FAILURE.test(type) ? ' bad' : ''}`,
        'aria-expanded': String(isExpanded),
        onclick: () => {
          if (!expanded.delete(id)) expanded.add(id);
          redraw();
        },
      },
      h('span', { class: 'event-id' }, String(id)),
      h('span', { class: 'event-type' }, type),
      h('span', { class: 'event-name' }, name),
      h('time', { datetime: timestamp, title: timestamp }, `+${((Date.parse(timestamp) - start) / 1000).toFixed(3)} s`),
    ),
    isExpanded &&
      h('pre', { tabindex: '0', role: 'group', 'aria-label': `Event ${id}` }, pretty(JSON.stringify(event))),
  );
}
