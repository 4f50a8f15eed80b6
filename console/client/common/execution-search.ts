/** The executions that match the filters of the address: status, text, kind, account, Region and start time. */

import type { ExecutionRow } from '../../contract.ts';
import { query } from './route.ts';
import { appState, now, roleOf } from './state.ts';

export const STATUS_FILTERS = {
  all: 'All',
  running: 'Running',
  waiting: 'Waiting for people',
  stuck: 'Stuck',
  failed: 'Failed',
  succeeded: 'Succeeded',
} as const;
export type StatusFilter = keyof typeof STATUS_FILTERS;
const STATUS_FILTER_NAMES = Object.keys(STATUS_FILTERS) as StatusFilter[];

const HOUR = 3_600_000;
export const RANGES: readonly (readonly [name: string, title: string, milliseconds: number])[] = [
  ['', 'Any time', Number.POSITIVE_INFINITY],
  ['1h', 'Last hour', HOUR],
  ['24h', 'Last 24 hours', 24 * HOUR],
  ['7d', 'Last 7 days', 7 * 24 * HOUR],
  ['30d', 'Last 30 days', 30 * 24 * HOUR],
];

/** A value of the kind filter: executions of every state machine. Without a kind only requests are listed. */
export const EVERYTHING = 'everything';

interface ExecutionQuery {
  status: StatusFilter;
  words: string[];
  kind: string;
  account: string;
  region: string;
  since: string;
}

export function executionQuery(): ExecutionQuery {
  const status = query('status');
  return {
    status: Object.hasOwn(STATUS_FILTERS, status) ? (status as StatusFilter) : 'all',
    words: query('q').toLowerCase().split(/\s+/).filter(Boolean),
    kind: query('kind'),
    account: query('account'),
    region: query('region'),
    since: query('since'),
  };
}

const OVERDUE_MS = 5 * 60_000;

/** Newest first. Computed anew when a row or the query changes, and each second where the result depends on the time. */
export const findExecutions = cached(
  (wanted: ExecutionQuery) => [wanted, (wanted.status === 'stuck' || wanted.since !== '') && seconds()],
  ({ status, words, kind, account, region, since }): readonly ExecutionRow[] => {
    const earliest = now() - (RANGES.find(([name]) => name === since)?.[2] ?? Number.POSITIVE_INFINITY);
    return appState.sorted.filter(
      (row) =>
        isOfKind(row, kind) &&
        (account === '' || row.account === account) &&
        (region === '' || row.region === region) &&
        (earliest === Number.NEGATIVE_INFINITY || Date.parse(row.started) >= earliest) &&
        hasStatus(row, status) &&
        words.every((word) => searchText(row).includes(word)),
    );
  },
);

/** The number of executions of a kind under each filter. */
export const countByStatus = cached(
  (kind: string) => [kind, seconds()],
  (kind) => {
    const counts = { all: 0, running: 0, waiting: 0, stuck: 0, failed: 0, succeeded: 0 };
    for (const row of appState.sorted) {
      if (!isOfKind(row, kind)) continue;
      for (const status of STATUS_FILTER_NAMES) if (hasStatus(row, status)) counts[status]++;
    }
    return counts;
  },
);

/** The accounts and Regions of all rows. */
export const placesOfRows = cached(
  () => [],
  () => {
    const [account, region] = [new Set<string>(), new Set<string>()];
    for (const row of appState.sorted) {
      if (row.account !== undefined) account.add(row.account);
      if (row.region !== undefined) region.add(row.region);
    }
    return { account: [...account].sort(), region: [...region].sort() };
  },
);

/** Keeps the last result until a row or its key changes: the list is drawn again while it scrolls. */
function cached<Arguments extends readonly unknown[], Result>(
  keyOf: (...given: Arguments) => unknown,
  compute: (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  let last: { key: string; result: Result } | undefined;
  return (...given) => {
    const key = JSON.stringify([appState.epoch, appState.version, keyOf(...given)]);
    if (last?.key !== key) last = { key, result: compute(...given) };
    return last.result;
  };
}

function seconds(): number {
  return Math.floor(now() / 1000);
}

function isOfKind(row: ExecutionRow, kind: string): boolean {
  const machine = appState.stack?.machines.find(({ name }) => name === row.machine);
  if (kind === '') return machine?.internal !== true;
  return kind === EVERYTHING || roleOf(row) === kind;
}

function hasStatus(row: ExecutionRow, filter: StatusFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'running':
      return row.status === 'RUNNING';
    case 'succeeded':
      return row.status === 'SUCCEEDED';
    case 'failed':
      return row.status === 'FAILED' || row.status === 'TIMED_OUT' || row.status === 'ABORTED';
    case 'waiting':
      return row.pendingApproval !== undefined;
    case 'stuck':
      return isStuck(row);
  }
}

/** The state machine has published DisassociationStuck, or the next poll is overdue. */
function isStuck({ status, stuckSince, nextPollAt }: ExecutionRow): boolean {
  if (status !== 'RUNNING') return false;
  return stuckSince !== undefined || (nextPollAt !== undefined && now() - Date.parse(nextPollAt) > OVERDUE_MS);
}

const searchTexts = new WeakMap<ExecutionRow, string>();

function searchText(row: ExecutionRow): string {
  let text = searchTexts.get(row);
  if (text === undefined) {
    const { label, requestId, correlationId, kind, account, region, name, reason, requestReason, requestedBy } = row;
    const { outcome, serviceStatus } = row;
    const asked = [label, requestId, correlationId, kind, account, region, name, requestReason, requestedBy];
    text = [...asked, reason, outcome, serviceStatus].join('\n').toLowerCase();
    searchTexts.set(row, text);
  }
  return text;
}
