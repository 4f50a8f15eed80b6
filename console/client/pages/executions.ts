import type { ListProgress } from '../../contract.ts';
import { offboardCommand } from '../common/command-line.ts';
import { h } from '../common/dom.ts';
import {
  CUSTOM_RANGE,
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
import { fromFieldTime, toFieldTime } from '../common/time-zone.ts';
import { button, choice, command, empty, page } from '../parts/basics.ts';
import { batchBar } from '../parts/batch/bar.ts';
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
      timeRange(wanted),
    ),
    narrowed(wanted),
    h('p', { class: 'list-progress' }, progressLine(rows.length)),
    batchBar(rows),
    rows.length === 0 ? nothing() : executionTable(rows, wanted.sort),
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

/** A range of the list, or from one moment to another. */
function timeRange({ at, since, from, to }: ExecutionQuery) {
  const custom = since === CUSTOM_RANGE || from !== '' || to !== '';
  const title = at === 'ended' ? 'Ended' : 'Started';
  const ranges = [...RANGES.map(([name, text]) => [name, text] as const), [CUSTOM_RANGE, 'From … to …'] as const];
  return [
    choice(title, custom ? CUSTOM_RANGE : since, ranges, (chosen) =>
      setQuery({ since: chosen, from: '', to: '', at: '' }),
    ),
    custom && timeField(`${title} from`, from, 'from'),
    custom && timeField(`${title} before`, to, 'to'),
  ];
}

function timeField(label: string, iso: string, name: 'from' | 'to') {
  return h(
    'label',
    { key: name, class: 'field' },
    h('span', { class: 'label' }, label),
    h('input', {
      type: 'datetime-local',
      value: toFieldTime(iso),
      onchange: ({ target }: Event) =>
        setQuery({ since: CUSTOM_RANGE, [name]: fromFieldTime((target as HTMLInputElement).value) }),
    }),
  );
}

/** The filter of the address that no field shows, to be taken away. */
function narrowed({ reason }: ExecutionQuery) {
  if (reason === '') return null;
  return h(
    'p',
    { class: 'row narrowed' },
    button(`${reason} ✕`, () => setQuery({ reason: '' }), {
      class: 'button small',
      'aria-label': `Remove the filter ${reason}`,
    }),
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
