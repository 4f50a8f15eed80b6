/** The bus as it flows, and a place to put something on it. */

import { h } from '../dom.ts';
import { type FeedItem, feed, openFeed } from '../event-feed.ts';
import { arnName, formatTime, type Tone } from '../format.ts';
import { badge, choice, empty, pretty } from '../parts/basics.ts';
import { emitForm } from '../parts/emit-form.ts';
import { searchField } from '../parts/search-field.ts';
import { executionAddress, query, setQuery } from '../route.ts';
import { known, now, redraw } from '../state.ts';

const open = new Set<number>();

export function eventsPage() {
  const local = known.about?.local === true;
  if (local) openFeed();
  return h(
    'main',
    { class: 'page', id: 'main', tabindex: '-1' },
    h('h1', {}, 'Events'),
    h(
      'div',
      { class: 'split events' },
      h('section', { class: 'panel', 'aria-label': 'Live' }, local ? live() : elsewhere()),
      h('section', { class: 'panel', 'aria-label': 'Send an event' }, emitForm()),
    ),
  );
}

/** EventBridge has no call that tells what flows. */
function elsewhere() {
  return empty(
    'EventBridge does not tell what flows over a bus.',
    h(
      'p',
      {},
      'What was asked and what came of it is in the ',
      h('a', { href: '/' }, 'executions'),
      '; what could not be delivered is in the ',
      h('a', { href: '/dead-letters' }, 'dead letters'),
      '.',
    ),
  );
}

function live() {
  const words = query('q').toLowerCase();
  const type = query('type');
  const every = [...feed.items.values()].reverse();
  const all = type === 'everything' ? every : every.filter(isOurs);
  const types = [...new Set(all.map(({ event }) => event['detail-type'] ?? ''))].sort();
  const found = all.filter(
    (item) =>
      (type === '' ||
        type === 'everything' ||
        item.event['detail-type'] === type ||
        (type === 'undelivered' && isUndelivered(item))) &&
      (words === '' || JSON.stringify(item).toLowerCase().includes(words)),
  );
  return [
    searchField(
      { label: 'Find', name: 'q', id: 'search' },
      choice(
        'Type',
        type,
        [
          ['', 'All of this stack'],
          ['everything', 'Everything, on every bus'],
          ['undelivered', 'Undelivered'],
          ...types.map((name) => [name, name] as const),
        ],
        (chosen) => setQuery({ type: chosen }),
      ),
    ),
    h(
      'p',
      { class: 'reading' },
      h('span', { role: 'status' }, feed.open ? 'Live' : 'Connecting …'),
      ` · ${found.length} of the last ${all.length}`,
    ),
    found.length === 0 ? empty('Nothing on the bus yet.') : h('ol', { class: 'feed' }, found.slice(0, 200).map(one)),
  ];
}

/** On the stack's own bus, or heard by one of its rules. */
function isOurs({ bus, rules }: FeedItem): boolean {
  return arnName(bus) === known.about?.bus || rules.length > 0;
}

function isUndelivered({ deliveries }: FeedItem): boolean {
  return deliveries.some(({ state }) => state === 'DEAD_LETTER' || state === 'DROPPED' || state === 'RETRYING');
}

type Delivery = FeedItem['deliveries'][number];

const TONES: Readonly<Record<Delivery['state'], Tone>> = {
  PENDING: 'live',
  RETRYING: 'warn',
  DELIVERED: 'good',
  DEAD_LETTER: 'bad',
  DROPPED: 'bad',
};

function one(item: FeedItem) {
  const { number, at, bus, event, deliveries, rules } = item;
  const isOpen = open.has(number);
  return h(
    'li',
    { key: number },
    h(
      'button',
      {
        type: 'button',
        class: 'event',
        'aria-expanded': String(isOpen),
        onclick: () => {
          if (!open.delete(number)) open.add(number);
          redraw();
        },
      },
      h('time', { datetime: new Date(at).toISOString() }, formatTime(new Date(at).toISOString(), now())),
      h('strong', {}, event['detail-type'] ?? '(no detail-type)'),
      h('span', { class: 'note' }, `${event.source ?? ''} on ${arnName(bus)}`),
      h('span', { class: 'about' }, aboutOf(event.detail)),
    ),
    h(
      'ul',
      { class: 'deliveries' },
      rules.length === 0 && h('li', { class: 'note' }, 'no rule matched'),
      deliveries.map(delivered),
    ),
    isOpen &&
      h('pre', { tabindex: '0', role: 'group', 'aria-label': `Event ${number}` }, pretty(JSON.stringify(event))),
  );
}

function delivered({ rule, targetArn, state, attempts, executionArn, error }: Delivery, index: number) {
  const target = arnName(targetArn);
  const notes = [
    // Most rules are named after the one thing they start.
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

/** The few words by which a reader knows which one it is. */
function aboutOf(detail: unknown): string {
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
    .filter((word) => typeof word === 'string')
    .join(' · ');
}
