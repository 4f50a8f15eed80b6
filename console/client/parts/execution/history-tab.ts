/** The event history, exactly as GetExecutionHistory answers it. */

import type { HistoryRecord } from '../../../contract.ts';
import { h } from '../../dom.ts';
import type { ExecutionDetail } from '../../pages/execution.ts';
import { query, setQuery } from '../../route.ts';
import { redraw } from '../../state.ts';
import { choice, pretty } from '../basics.ts';
import { searchField } from '../search-field.ts';

const open = new Set<number>();
/** Drawn at once; a filter or the button brings the others. */
let most = 200;

export function historyTab({ events }: ExecutionDetail) {
  const words = query('find').toLowerCase();
  const kind = query('type');
  const found = events.filter(
    (event) =>
      (kind === '' || matches(event, kind)) && (words === '' || JSON.stringify(event).toLowerCase().includes(words)),
  );
  const shown = found.slice(0, most);
  const start = Date.parse(events[0]?.timestamp ?? '');
  return [
    searchField(
      { label: 'Find in the events', name: 'find' },
      choice(
        'Show',
        kind,
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
      shown.map((event) => line(event, start)),
    ),
    found.length > shown.length &&
      h(
        'button',
        {
          type: 'button',
          class: 'button',
          onclick: () => {
            most += 500;
            redraw();
          },
        },
        'Show more',
      ),
  ];
}

function matches({ type }: HistoryRecord, kind: string): boolean {
  switch (kind) {
    case 'errors':
      return /Failed|TimedOut|Aborted/.test(type);
    case 'states':
      return /State(Entered|Exited)$/.test(type);
    default:
      return /^(Task|LambdaFunction|Activity)(?!State)/.test(type);
  }
}

function line(event: HistoryRecord, start: number) {
  const { id, type, timestamp } = event;
  const bad = /Failed|TimedOut|Aborted/.test(type);
  const isOpen = open.has(id);
  const name = event.stateEnteredEventDetails?.name ?? event.stateExitedEventDetails?.name ?? '';
  return h(
    'li',
    { key: id },
    h(
      'button',
      {
        type: 'button',
        class: `event${bad ? ' bad' : ''}`,
        'aria-expanded': String(isOpen),
        onclick: () => {
          if (!open.delete(id)) open.add(id);
          redraw();
        },
      },
      h('span', { class: 'event-id' }, String(id)),
      h('span', { class: 'event-type' }, type),
      h('span', { class: 'event-name' }, name),
      h('time', { datetime: timestamp, title: timestamp }, `+${((Date.parse(timestamp) - start) / 1000).toFixed(3)} s`),
    ),
    isOpen && h('pre', { tabindex: '0', role: 'group', 'aria-label': `Event ${id}` }, pretty(JSON.stringify(event))),
  );
}
