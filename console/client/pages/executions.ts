/** The list of executions: thousands of rows, of which only those on the screen are there. */

import type { ExecutionRow, ListProgress } from '../../contract.ts';
import { h } from '../dom.ts';
import {
  countByFilter,
  EVERYTHING,
  executionQuery,
  findExecutions,
  RANGES,
  roleOf,
  STATUS_FILTER_TITLES,
  STATUS_FILTERS,
  valuesOf,
} from '../execution-filter.ts';
import { formatAge, formatDuration, formatTime, statusLabel, statusTone } from '../format.ts';
import { badge, button, choice, empty } from '../parts/basics.ts';
import { searchField } from '../parts/search-field.ts';
import { setVisibleRows } from '../refresh.ts';
import { executionAddress, setQuery } from '../route.ts';
import { known, now, redraw } from '../state.ts';

/** As in the style sheet. */
const HEIGHT = { wide: 48, narrow: 92 };
/** Rows beyond the screen on both sides, so that quick scrolling shows no gap. */
const BEYOND = 14;
/** The first row moves on by so many, so that not every pixel draws the page anew. */
const STEP = 8;

let list: Element | undefined;
let drawnFrom = 0;

/** Draws other rows where the page has been scrolled to them. */
export function scrolled(): void {
  if (list?.isConnected && firstDrawn() !== drawnFrom) redraw();
}

function rowHeight(): number {
  return innerWidth < 720 ? HEIGHT.narrow : HEIGHT.wide;
}

/** Of the list's first row, from the top of the screen. */
function topOfList(): number {
  return list ? list.getBoundingClientRect().top : 300;
}

function firstDrawn(): number {
  return Math.max(0, Math.floor((-topOfList() / rowHeight() - BEYOND) / STEP) * STEP);
}

export function executionsPage() {
  const asked = executionQuery();
  const rows = findExecutions(asked);
  const counted = countByFilter(asked);
  return h(
    'main',
    { class: 'page', id: 'main', tabindex: '-1' },
    h('h1', {}, 'Executions'),
    h(
      'div',
      { class: 'standings', role: 'group', 'aria-label': 'Show' },
      STATUS_FILTERS.map((statusFilter) =>
        h(
          'button',
          {
            key: statusFilter,
            type: 'button',
            class: `statusFilter ${statusFilter}`,
            'aria-pressed': String(asked.statusFilter === statusFilter),
            onclick: () => setQuery({ status: statusFilter === 'all' ? '' : statusFilter }),
          },
          h('span', { class: 'count' }, counted[statusFilter].toLocaleString('en')),
          h('span', {}, STATUS_FILTER_TITLES[statusFilter]),
        ),
      ),
    ),
    searchField(
      {
        label: 'Search',
        name: 'q',
        id: 'search',
        placeholder: 'Subject, resource, request id, account, reason …  ( / )',
      },
      choice('Kind', asked.kind, kinds(), (kind) => setQuery({ kind })),
      choice('Account', asked.account, anyOf('account'), (account) => setQuery({ account })),
      choice('Region', asked.region, anyOf('region'), (region) => setQuery({ region })),
      choice(
        'Started',
        asked.since,
        RANGES.map(([name, title]) => [name, title] as const),
        (since) => setQuery({ since }),
      ),
    ),
    h('p', { class: 'reading' }, readingLine(rows.length)),
    rows.length === 0 ? nothing() : table(rows),
  );
}

function kinds() {
  return [
    ['', 'Requests'] as const,
    [EVERYTHING, 'Everything, also sweeps'] as const,
    ...(known.about?.machines ?? []).map(({ role }) => [role, role] as const),
  ];
}

function anyOf(field: 'account' | 'region') {
  return [['', 'Any'] as const, ...valuesOf(field).map((value) => [value, value] as const)];
}

/**
 * How much of what there is has been read, so that a search is not taken for more than it is. Only what was found is
 * read out: the rest countByFilter on by itself.
 */
function readingLine(found: number) {
  const { reading } = known;
  if (!reading) return 'Loading …';
  const back = reading.complete ? '' : ` · ${reach(reading)}, going on`;
  const unread = reading.total - reading.described;
  const inside =
    unread > 0 ? ` · ${unread.toLocaleString('en')} not read yet: a search finds those by name and kind only` : '';
  const trouble = reading.trouble ? ` · Step Functions says ${reading.trouble}` : '';
  return [
    h('span', { role: 'status' }, `${found.toLocaleString('en')} shown`),
    ` of ${reading.total.toLocaleString('en')}${back}${inside}${trouble}`,
  ];
}

function reach({ backTo }: ListProgress): string {
  return backTo === undefined ? 'some machines are not listed yet' : `listed back to ${formatTime(backTo, now())}`;
}

function nothing() {
  if (known.sorted.length > 0) {
    return empty(
      'Nothing matches.',
      button('Clear the filters', () => setQuery({ q: '', kind: '', account: '', region: '', since: '', status: '' })),
    );
  }
  return empty(
    known.reading ? 'No executions yet.' : 'Loading …',
    h('p', {}, 'Ask for something: ', h('a', { href: '/events' }, 'send an event'), ', or on a command line:'),
    h(
      'p',
      {},
      h(
        'code',
        {},
        `npx offboard request codeartifact-external-connection domain=acme repository=web externalConnection=public:npmjs ${known.about?.flags ?? ''}`,
      ),
    ),
  );
}

function table(rows: readonly ExecutionRow[]) {
  const height = rowHeight();
  const fitting = Math.ceil(innerHeight / height) + 1;
  drawnFrom = firstDrawn();
  const first = Math.max(0, Math.min(drawnFrom, rows.length - fitting));
  const shown = rows.slice(first, first + fitting + 2 * BEYOND + STEP);
  const onScreen = Math.max(first, Math.floor(-topOfList() / height));
  setVisibleRows(rows.slice(onScreen, onScreen + fitting).map(({ id }) => id));
  return h(
    'div',
    { class: 'table', role: 'table', 'aria-label': 'Executions', 'aria-rowcount': rows.length + 1 },
    h(
      'div',
      { role: 'rowgroup' },
      h(
        'div',
        { class: 'line head', role: 'row', 'aria-rowindex': 1 },
        COLUMNS.map((title) => h('span', { role: 'columnheader' }, title)),
      ),
    ),
    h(
      'div',
      {
        class: 'rows',
        role: 'rowgroup',
        style: { height: `${rows.length * height}px` },
        onkeydown: (event: Event) => moveFocus(event as KeyboardEvent),
        mounted: (element: Element) => {
          list = element;
          redraw();
        },
      },
      shown.map((row, index) => line(row, first + index, height)),
    ),
  );
}

const COLUMNS = ['Status', 'Subject or target', 'Where it stands', 'Polls', 'Next poll', 'Started', 'Took'];

function line(row: ExecutionRow, index: number, height: number) {
  const time = now();
  const running = row.status === 'RUNNING';
  const took = (row.ended ? Date.parse(row.ended) : time) - Date.parse(row.started);
  return h(
    'div',
    {
      key: row.id,
      class: 'line',
      role: 'row',
      'aria-rowindex': index + 2,
      style: { transform: `translateY(${index * height}px)` },
    },
    h('span', { role: 'cell', class: 'c-status' }, badge(statusTone(row), statusLabel(row))),
    h(
      'span',
      { role: 'cell', class: 'c-what' },
      h('a', { class: 'subject', href: executionAddress(row.arn), 'data-row': index }, row.label ?? row.name),
      h('small', {}, [roleOf(row), row.region, row.account].filter(Boolean).join(' · ')),
    ),
    h(
      'span',
      { role: 'cell', class: 'c-stands', title: stands(row) },
      row.depth === 'LISTED' && !row.reason ? h('i', {}, 'not read yet') : stands(row),
    ),
    h('span', { role: 'cell', class: 'c-polls' }, row.depth === 'HISTORY' && row.kind ? String(row.polls) : '–'),
    h('span', { role: 'cell', class: 'c-next' }, running ? nextLook(row, time) : '–'),
    h(
      'span',
      { role: 'cell', class: 'c-started', title: new Date(row.started).toISOString() },
      formatAge(row.started, time),
    ),
    h('span', { role: 'cell', class: 'c-took' }, took >= 0 ? formatDuration(took) : '–'),
  );
}

function stands({ status, outcome, reason, serviceStatus, waitingMessage, awaiting, state }: ExecutionRow): string {
  if (status === 'RUNNING') {
    const waits = awaiting ? `${awaiting.who} to ${awaiting.what}` : waitingMessage;
    const word = serviceStatus ?? (awaiting ? 'waits for' : state ? `in ${state}` : 'starting');
    return [word, waits].filter(Boolean).join(serviceStatus ? ': ' : ' ');
  }
  return [outcome ?? status, reason].filter(Boolean).join(': ');
}

function nextLook({ nextPollAt }: ExecutionRow, time: number): string {
  if (nextPollAt === undefined) return '–';
  const left = Date.parse(nextPollAt) - time;
  return left > 0 ? `in ${formatDuration(left)}` : 'now';
}

/** Arrow keys go from row to row. */
function moveFocus(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  const at = (event.target as HTMLElement).dataset?.row;
  if (step === undefined || at === undefined) return;
  event.preventDefault();
  document.querySelector<HTMLElement>(`[data-row="${Number(at) + step}"]`)?.focus();
}
