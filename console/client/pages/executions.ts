import type { ListProgress } from '../../contract.ts';
import { offboardCommand } from '../common/command-line.ts';
import { h } from '../common/dom.ts';
import {
  EVERYTHING,
  type ExecutionQuery,
  executionQuery,
  findExecutions,
  placesOfRows,
  RANGES,
  STATUS_FILTERS,
  type StatusFilter,
} from '../common/execution-search.ts';
import { formatTime } from '../common/format.ts';
import { go, setQuery } from '../common/route.ts';
import { appState, now } from '../common/state.ts';
import { button, choice, command, empty, page } from '../parts/basics.ts';
import { executionTable } from '../parts/execution-table.ts';
import { searchField } from '../parts/search-field.ts';

export function executionsPage() {
  const wanted = executionQuery();
  const { rows, counts } = findExecutions(wanted);
  return page(
    'Executions',
    statusFilters(wanted.status, counts),
    searchField(
      {
        label: 'Search',
        name: 'q',
        id: 'search',
        placeholder: 'Subject, resource, request id, account, reason …  ( / )',
      },
      choice('Kind', wanted.kind, kindOptions(), (kind) => setQuery({ kind })),
      choice('Account', wanted.account, placeOptions('account'), (account) => setQuery({ account })),
      choice('Region', wanted.region, placeOptions('region'), (region) => setQuery({ region })),
      choice(
        wanted.at === 'ended' ? 'Ended' : 'Started',
        wanted.since,
        RANGES.map(([name, title]) => [name, title] as const),
        (since) => setQuery({ since }),
      ),
    ),
    narrowed(wanted),
    h('p', { class: 'list-progress' }, progressLine(rows.length)),
    rows.length === 0 ? nothing() : executionTable(rows),
  );
}

function statusFilters(selected: StatusFilter, counts: Readonly<Record<StatusFilter, number>>) {
  return h(
    'div',
    { class: 'status-filters', role: 'group', 'aria-label': 'Show' },
    (Object.keys(STATUS_FILTERS) as StatusFilter[]).map((filter) =>
      h(
        'button',
        {
          key: filter,
          type: 'button',
          class: `status-filter ${filter}`,
          'aria-pressed': String(filter === selected),
          onclick: () => setQuery({ status: filter === 'all' ? '' : filter }),
        },
        h('span', { class: 'count' }, counts[filter].toLocaleString('en')),
        h('span', {}, STATUS_FILTERS[filter]),
      ),
    ),
  );
}

/** Filters of the address that no field shows, to be taken away. */
function narrowed({ at, from, to, reason }: ExecutionQuery) {
  const time = now();
  const range = [from && `from ${formatTime(from, time)}`, to && `to ${formatTime(to, time)}`]
    .filter(Boolean)
    .join(' ');
  const filters: [text: string, cleared: Record<string, string>][] = [];
  if (range !== '') filters.push([`${at} ${range}`, { from: '', to: '', at: '' }]);
  if (reason !== '') filters.push([reason, { reason: '' }]);
  if (filters.length === 0) return null;
  return h(
    'p',
    { class: 'row narrowed' },
    filters.map(([text, cleared]) =>
      button(`${text} ✕`, () => setQuery(cleared), {
        key: text,
        class: 'button small',
        'aria-label': `Remove the filter ${text}`,
      }),
    ),
  );
}

function kindOptions() {
  return [
    ['', 'Requests'] as const,
    [EVERYTHING, 'Everything, also internal'] as const,
    ...(appState.stack?.machines ?? []).map(({ role }) => [role, role] as const),
  ];
}

function placeOptions(field: 'account' | 'region') {
  return [['', 'Any'] as const, ...placesOfRows()[field].map((value) => [value, value] as const)];
}

/**
 * What has been read, so that a search is not taken for complete. Only the number of results is announced to screen
 * readers: the rest changes all the time.
 */
function progressLine(found: number) {
  const { progress } = appState;
  if (!progress) return 'Loading …';
  const { total, described, error } = progress;
  const listed = progress.complete ? '' : ` · ${listedBackTo(progress)}, still listing`;
  const unread = total - described;
  const search =
    unread > 0 ? ` · ${unread.toLocaleString('en')} not read yet: a search finds those by name and kind only` : '';
  return [
    h('span', { role: 'status' }, `${found.toLocaleString('en')} shown`),
    ` of ${total.toLocaleString('en')}${listed}${search}${error ? ` · Step Functions error: ${error}` : ''}`,
  ];
}

function listedBackTo({ backTo }: ListProgress): string {
  return backTo === undefined
    ? 'some state machines are not listed yet'
    : `listed back to ${formatTime(backTo, now())}`;
}

function nothing() {
  if (location.search !== '') {
    return empty(
      'Nothing matches.',
      button('Clear the filters', () => go('/executions')),
    );
  }
  return empty(
    appState.progress ? 'No executions yet.' : 'Loading …',
    h('p', {}, 'Request a disassociation: ', h('a', { href: '/events' }, 'send an event'), ', or on the command line:'),
    appState.stack && command(offboardCommand(appState.stack.exampleRequest)),
  );
}
