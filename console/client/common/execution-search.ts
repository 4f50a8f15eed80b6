/** The executions that match the filters of the address: status, text, kind, account, Region, time and reason. */

import type { ExecutionRow } from '../../contract.ts';
import { cached, seconds } from './cached.ts';
import { type Sort, sorted } from './execution-sort.ts';
import { failureReason } from './failure-reason.ts';
import { finalStatusOf } from './final-status.ts';
import { query } from './route.ts';
import { appState, now, roleOf } from './state.ts';

export const STATUS_FILTERS = {
  all: 'All',
  running: 'Running',
  waiting: 'Waiting for people',
  stuck: 'Stuck',
  failed: 'Failed',
  rejected: 'Rejected',
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

/** A value of the range filter: `from` and `to` say it. */
export const CUSTOM_RANGE = 'custom';

/** A value of the kind filter: executions of every state machine. Without a kind only requests are listed. */
export const EVERYTHING = 'everything';

export interface ExecutionQuery {
  status: StatusFilter;
  words: string[];
  kind: string;
  account: string;
  region: string;
  /** Which of its times is in the range. */
  at: 'started' | 'ended';
  since: string;
  /** ISO 8601: from here, and before there; empty without a limit. */
  from: string;
  to: string;
  /** As `failureReason` groups them; empty for any. */
  reason: string;
  /** Empty: newest first. */
  sort: Sort;
}

export function executionQuery(): ExecutionQuery {
  const status = query('status');
  return {
    status: Object.hasOwn(STATUS_FILTERS, status) ? (status as StatusFilter) : 'all',
    words: query('q').toLowerCase().split(/\s+/).filter(Boolean),
    kind: query('kind'),
    account: query('account'),
    region: query('region'),
    at: query('at') === 'ended' ? 'ended' : 'started',
    since: query('since'),
    from: query('from'),
    to: query('to'),
    reason: query('reason'),
    sort: query('sort') as Sort,
  };
}

export interface Found {
  rows: readonly ExecutionRow[];
  /** How many match under each status, all else being equal. */
  counts: Readonly<Record<StatusFilter, number>>;
}

/** Computed anew when a row or the query changes, and each second, since what is stuck and recent depends on the time. */
export const findExecutions = cached(
  (wanted: ExecutionQuery) => [wanted, seconds()],
  (wanted): Found => {
    const counts = { all: 0, running: 0, waiting: 0, stuck: 0, failed: 0, rejected: 0, succeeded: 0 };
    const rows: ExecutionRow[] = [];
    const { words } = wanted;
    const isInRange = rangeOf(wanted);
    for (const row of appState.sorted) {
      if (!hasFields(row, wanted) || !isInRange(row) || !words.every((word) => searchText(row).includes(word)))
        continue;
      for (const status of STATUS_FILTER_NAMES) {
        if (!hasStatus(row, status)) continue;
        counts[status]++;
        if (status === wanted.status) rows.push(row);
      }
    }
    return { rows: sorted(rows, wanted.sort, now()), counts };
  },
);

function hasFields(row: ExecutionRow, { kind, account, region, reason }: ExecutionQuery): boolean {
  return (
    isOfKind(row, kind) &&
    (account === '' || row.account === account) &&
    (region === '' || row.region === region) &&
    (reason === '' || failureReason(row) === reason)
  );
}

function rangeOf({ at, since, from, to }: ExecutionQuery): (row: ExecutionRow) => boolean {
  const length = RANGES.find(([name]) => name === since)?.[2] ?? Number.POSITIVE_INFINITY;
  const earliest = Math.max(now() - length, Date.parse(from) || Number.NEGATIVE_INFINITY);
  const before = Date.parse(to) || Number.POSITIVE_INFINITY;
  if (at === 'started' && earliest === Number.NEGATIVE_INFINITY && before === Number.POSITIVE_INFINITY)
    return () => true;
  return (row) => {
    const time = Date.parse(row[at] ?? '');
    return time >= earliest && time < before;
  };
}

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

/** For the navigation: how many requests wait for people. */
export const countWaiting = cached(
  () => [],
  () => appState.sorted.filter((row) => isOfKind(row, '') && hasStatus(row, 'waiting')).length,
);

export function isOfKind(row: ExecutionRow, kind: string): boolean {
  const machine = appState.stack?.machines.find(({ name }) => name === row.machine);
  if (kind === '') return machine?.internal !== true;
  return kind === EVERYTHING || roleOf(row) === kind;
}

export function hasStatus(row: ExecutionRow, filter: StatusFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'running':
      return row.status === 'RUNNING';
    case 'succeeded':
      return finalStatusOf(row) === 'succeeded';
    case 'failed':
      return finalStatusOf(row) === 'failed';
    case 'rejected':
      return finalStatusOf(row) === 'rejected';
    case 'waiting':
      return row.pendingApproval !== undefined;
    case 'stuck':
      return isStuck(row);
  }
}

const OVERDUE_MS = 5 * 60_000;

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
