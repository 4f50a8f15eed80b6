import type { HistoryRecord } from '../../../contract.ts';
import { h } from '../../common/dom.ts';
import { download } from '../../common/download.ts';
import type { ExecutionDetail } from '../../common/execution-detail.ts';
import { formatTime } from '../../common/format.ts';
import { query, setQuery } from '../../common/route.ts';
import { now, redraw } from '../../common/state.ts';
import { button, choice, pretty } from '../basics.ts';
import { searchField } from '../search-field.ts';

const FIRST_ROWS = 200;
const MORE_ROWS = 500;

/** Ids of events are those of one execution. */
let open = { arn: '', expanded: new Set<number>(), maxRows: FIRST_ROWS };

export function historyTab({ events, view }: ExecutionDetail) {
  if (open.arn !== view.arn) open = { arn: view.arn, expanded: new Set(), maxRows: FIRST_ROWS };
  const text = query('find').toLowerCase();
  const filter = query('type');
  const found = events.filter(
    (event) => matchesFilter(event, filter) && (text === '' || JSON.stringify(event).toLowerCase().includes(text)),
  );
  const start = Date.parse(events[0]?.timestamp ?? '');
  const ordered = query('order') === 'newest' ? found.toReversed() : found;
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
      VIEWS.map(({ label, name, options }) =>
        choice(label, query(name), options, (value) => setQuery({ [name]: value })),
      ),
    ),
    h(
      'div',
      { class: 'json-head' },
      h('p', { class: 'note' }, `${found.length} of ${events.length} events`),
      button('Download these', () => download('history.json', 'application/json', jsonOf(ordered)), {
        class: 'button small',
      }),
    ),
    query('view') === 'json' ? jsonView(ordered) : list(ordered, start),
    found.length > open.maxRows &&
      button('Show more', () => {
        open.maxRows += MORE_ROWS;
        redraw();
      }),
  ];
}

const VIEWS: readonly { label: string; name: string; options: readonly (readonly [string, string])[] }[] = [
  {
    label: 'Order',
    name: 'order',
    options: [
      ['', 'Oldest first'],
      ['newest', 'Newest first'],
    ],
  },
  {
    label: 'Times',
    name: 'times',
    options: [
      ['', 'Since the start'],
      ['absolute', 'Absolute'],
    ],
  },
  {
    label: 'View',
    name: 'view',
    options: [
      ['', 'List'],
      ['json', 'JSON'],
    ],
  },
];

function list(found: readonly HistoryRecord[], start: number) {
  return h(
    'ol',
    { class: 'history' },
    found.slice(0, open.maxRows).map((event) => eventRow(event, start)),
  );
}

function jsonView(found: readonly HistoryRecord[]) {
  return h(
    'pre',
    { tabindex: '0', role: 'group', 'aria-label': 'Events as JSON' },
    jsonOf(found.slice(0, open.maxRows)),
  );
}

function jsonOf(found: readonly HistoryRecord[]): string {
  return JSON.stringify(found, null, 2);
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
  const isExpanded = open.expanded.has(id);
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
          if (!open.expanded.delete(id)) open.expanded.add(id);
          redraw();
        },
      },
      h('span', { class: 'event-id' }, String(id)),
      h('span', { class: 'event-type' }, type),
      h('span', { class: 'event-name' }, name),
      h('time', { datetime: timestamp, title: timestamp }, timeText(timestamp, start)),
    ),
    isExpanded &&
      h('pre', { tabindex: '0', role: 'group', 'aria-label': `Event ${id}` }, pretty(JSON.stringify(event))),
  );
}

function timeText(timestamp: string, start: number): string {
  if (query('times') === 'absolute') return formatTime(timestamp, now());
  return `+${((Date.parse(timestamp) - start) / 1000).toFixed(3)} s`;
}
