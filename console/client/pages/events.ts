import { h } from '../common/dom.ts';
import { type FeedItem, feed, openFeed } from '../common/event-feed.ts';
import { arnName, formatTime, type Tone } from '../common/format.ts';
import { executionAddress, query, setQuery } from '../common/route.ts';
import { appState, now, redraw } from '../common/state.ts';
import { badge, choice, empty, page, pretty } from '../parts/basics.ts';
import { emitForm } from '../parts/emit-form.ts';
import { searchField } from '../parts/search-field.ts';

const MAX_ROWS = 200;
const expanded = new Set<number>();

export function eventsPage() {
  const local = appState.stack?.local === true;
  if (local) openFeed();
  return page(
    'Events',
    local && h('p', { class: 'note' }, 'What people are told of them: ', h('a', { href: '/notices' }, 'notices'), '.'),
    h(
      'div',
      { class: 'split events' },
      h('section', { class: 'panel', 'aria-label': 'Live' }, local ? liveEvents() : notAvailable()),
      h('section', { class: 'panel', 'aria-label': 'Send an event' }, emitForm()),
    ),
  );
}

/** EventBridge has no API that reads a bus. */
function notAvailable() {
  return empty(
    'EventBridge has no API that lists the events of a bus.',
    h(
      'p',
      {},
      'Requests and their outcomes are under ',
      h('a', { href: '/executions' }, 'Executions'),
      ', events that could not be delivered under ',
      h('a', { href: '/dead-letters' }, 'Dead letters'),
      '.',
    ),
  );
}

/** Values of the type filter besides the detail types. */
const EVERYTHING = 'everything';
const UNDELIVERED = 'undelivered';

function liveEvents() {
  const filter = query('type');
  const every = [...feed.items.values()].reverse();
  const all = filter === EVERYTHING ? every : every.filter(isOfStack);
  const types = [...new Set(all.map(({ event }) => event['detail-type'] ?? ''))].sort();
  const text = query('q').toLowerCase();
  const found = all.filter(
    (item) => matchesType(item, filter) && (text === '' || JSON.stringify(item).toLowerCase().includes(text)),
  );
  return [
    searchField(
      { label: 'Find', name: 'q', id: 'search' },
      choice(
        'Type',
        filter,
        [
          ['', 'All of this stack'],
          [EVERYTHING, 'Everything, on every bus'],
          [UNDELIVERED, 'Undelivered'],
          ...types.map((name) => [name, name] as const),
        ],
        (type) => setQuery({ type }),
      ),
    ),
    h(
      'p',
      { class: 'list-progress' },
      h('span', { role: 'status' }, feed.open ? 'Live' : 'Connecting …'),
      ` · ${found.length} of the last ${all.length}`,
    ),
    found.length === 0
      ? empty('No events on the bus yet.')
      : h('ol', { class: 'feed' }, found.slice(0, MAX_ROWS).map(eventRow)),
  ];
}

/** On the stack's bus, or matched by one of its rules. */
function isOfStack({ bus, rules }: FeedItem): boolean {
  return arnName(bus) === appState.stack?.bus || rules.length > 0;
}

function matchesType({ event, deliveries }: FeedItem, filter: string): boolean {
  if (filter === '' || filter === EVERYTHING) return true;
  if (filter === UNDELIVERED) return deliveries.some(({ state }) => UNDELIVERED_STATES.has(state));
  return event['detail-type'] === filter;
}

type Delivery = FeedItem['deliveries'][number];

const UNDELIVERED_STATES: ReadonlySet<Delivery['state']> = new Set(['DEAD_LETTER', 'DROPPED', 'RETRYING']);

const TONES: Readonly<Record<Delivery['state'], Tone>> = {
  PENDING: 'live',
  RETRYING: 'warn',
  DELIVERED: 'good',
  DEAD_LETTER: 'bad',
  DROPPED: 'bad',
};

function eventRow(item: FeedItem) {
  const { number, at, bus, event, deliveries, rules } = item;
  const isExpanded = expanded.has(number);
  const time = new Date(at).toISOString();
  return h(
    'li',
    { key: number },
    h(
      'button',
      {
        type: 'button',
        class: 'event',
        'aria-expanded': String(isExpanded),
        onclick: () => {
          if (!expanded.delete(number)) expanded.add(number);
          redraw();
        },
      },
      h('time', { datetime: time }, formatTime(time, now())),
      h('strong', {}, event['detail-type'] ?? '(no detail-type)'),
      h('span', { class: 'note' }, `${event.source ?? ''} on ${arnName(bus)}`),
      h('span', { class: 'about' }, summaryOf(event.detail)),
    ),
    h(
      'ul',
      { class: 'deliveries' },
      rules.length === 0 && h('li', { class: 'note' }, 'no rule matched'),
      deliveries.map(deliveryRow),
    ),
    isExpanded &&
      h('pre', { tabindex: '0', role: 'group', 'aria-label': `Event ${number}` }, pretty(JSON.stringify(event))),
  );
}

function deliveryRow({ rule, targetArn, state, attempts, executionArn, error }: Delivery, index: number) {
  const target = arnName(targetArn);
  const notes = [
    // Most rules have the name of their only target.
    arnName(rule) !== target && `by ${arnName(rule)}`,
    attempts > 1 && `${attempts} attempts`,
    error && `${error.code}: ${error.message}`,
  ].filter(Boolean);
  return h(
    'li',
    { key: index },
    badge(TONES[state], state.replace('_', ' ')),
    ' ',
    executionArn ? h('a', { href: executionAddress(executionArn) }, target) : target,
    notes.length > 0 && h('span', { class: 'note' }, ` ${notes.join(', ')}`),
  );
}

/** What identifies an event for a reader: kind or subject, outcome, execution, request id. */
function summaryOf(detail: unknown): string {
  const { metadata, data, executionArn, status } = (detail ?? {}) as {
    metadata?: { id?: string };
    data?: { association?: string; outcome?: string; subject?: { id?: string } };
    executionArn?: string;
    status?: string;
  };
  return [
    data?.association ?? data?.subject?.id,
    data?.outcome,
    status,
    executionArn && arnName(executionArn),
    metadata?.id,
  ]
    .filter((part) => typeof part === 'string')
    .join(' · ');
}
