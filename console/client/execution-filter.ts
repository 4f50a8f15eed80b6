/** Which executions the reader asked for: by status, by words, by kind, place and time. */

import type { ExecutionRow } from '../contract.ts';
import { isRequest } from '../roles.ts';
import { query } from './route.ts';
import { known, now } from './state.ts';

export const STATUS_FILTERS = ['all', 'running', 'waiting', 'stuck', 'failed', 'succeeded'] as const;
export type StatusFilter = (typeof STATUS_FILTERS)[number];

export const STATUS_FILTER_TITLES: Readonly<Record<StatusFilter, string>> = {
  all: 'All',
  running: 'Running',
  waiting: 'Waiting for people',
  stuck: 'Stuck',
  failed: 'Failed',
  succeeded: 'Succeeded',
};

const HOUR = 3_600_000;
export const RANGES: readonly (readonly [string, string, number])[] = [
  ['', 'Any time', Number.POSITIVE_INFINITY],
  ['1h', 'Last hour', HOUR],
  ['24h', 'Last 24 hours', 24 * HOUR],
  ['7d', 'Last 7 days', 7 * 24 * HOUR],
  ['30d', 'Last 30 days', 30 * 24 * HOUR],
];

export interface ExecutionQuery {
  statusFilter: StatusFilter;
  words: string[];
  kind: string;
  account: string;
  region: string;
  since: string;
}

export function executionQuery(): ExecutionQuery {
  const statusFilter = query('status') as StatusFilter;
  return {
    statusFilter: STATUS_FILTERS.includes(statusFilter) ? statusFilter : 'all',
    words: query('q').toLowerCase().split(/\s+/).filter(Boolean),
    kind: query('kind'),
    account: query('account'),
    region: query('region'),
    since: query('since'),
  };
}

const OVERDUE_MS = 5 * 60_000;

let last: { key: string; found: readonly ExecutionRow[] } | undefined;

/** Newest first. CachedExecution until a row changes, the question changes, or (for what grows old) a second has passed. */
export function findExecutions(asked: ExecutionQuery): readonly ExecutionRow[] {
  const ages = asked.statusFilter === 'stuck' || asked.since !== '';
  const key = JSON.stringify([asked, known.epoch, known.version, ages && Math.floor(now() / 1000)]);
  if (last?.key === key) return last.found;
  const from = now() - (RANGES.find(([name]) => name === asked.since)?.[2] ?? Number.POSITIVE_INFINITY);
  const found = known.sorted.filter(
    (row) =>
      isOfKind(row, asked.kind) &&
      (asked.account === '' || row.account === asked.account) &&
      (asked.region === '' || row.region === asked.region) &&
      (from === Number.NEGATIVE_INFINITY || Date.parse(row.started) >= from) &&
      stands(row, asked.statusFilter) &&
      asked.words.every((word) => haystack(row).includes(word)),
  );
  last = { key, found };
  return found;
}

let counted: { key: string; countByFilter: Readonly<Record<StatusFilter, number>> } | undefined;

/** The number of executions of a kind under each filter. Cached like the result of `findExecutions`. */
export function countByFilter({ kind }: ExecutionQuery): Readonly<Record<StatusFilter, number>> {
  const key = JSON.stringify([kind, known.epoch, known.version, Math.floor(now() / 1000)]);
  if (counted?.key === key) return counted.countByFilter;
  const countByFilter = { all: 0, running: 0, waiting: 0, stuck: 0, failed: 0, succeeded: 0 };
  for (const row of known.sorted) {
    if (!isOfKind(row, kind)) continue;
    for (const statusFilter of STATUS_FILTERS) if (stands(row, statusFilter)) countByFilter[statusFilter]++;
  }
  counted = { key, countByFilter };
  return countByFilter;
}

/** In the place of a kind: whatever there is. */
export const EVERYTHING = 'everything';

/** What its machine is there for: a kind, or `offboard`, `verify`, ...; what it is about is only in its input. */
export function roleOf({ machine }: Pick<ExecutionRow, 'machine'>): string {
  return known.about?.machines.find(({ name }) => name === machine)?.role ?? machine;
}

function isOfKind(row: ExecutionRow, kind: string): boolean {
  if (kind === '') return isRequest(roleOf(row));
  return kind === EVERYTHING || roleOf(row) === kind;
}

function stands(row: ExecutionRow, statusFilter: StatusFilter): boolean {
  switch (statusFilter) {
    case 'all':
      return true;
    case 'running':
      return row.status === 'RUNNING';
    case 'succeeded':
      return row.status === 'SUCCEEDED';
    case 'failed':
      return row.status === 'FAILED' || row.status === 'TIMED_OUT' || row.status === 'ABORTED';
    case 'waiting':
      return row.awaiting !== undefined;
    case 'stuck':
      return isStuck(row);
  }
}

/** Its machine has told so, or its next poll is overdue by minutes. */
function isStuck({ status, stuckSince, nextPollAt }: ExecutionRow): boolean {
  if (status !== 'RUNNING') return false;
  return stuckSince !== undefined || (nextPollAt !== undefined && now() - Date.parse(nextPollAt) > OVERDUE_MS);
}

const haystacks = new WeakMap<ExecutionRow, string>();

function haystack(row: ExecutionRow): string {
  let text = haystacks.get(row);
  if (text === undefined) {
    const {
      label,
      requestId,
      correlationId,
      kind,
      account,
      region,
      name,
      reason,
      requestedBy,
      outcome,
      serviceStatus,
    } = row;
    text = [label, requestId, correlationId, kind, account, region, name, reason, requestedBy, outcome, serviceStatus]
      .join('\n')
      .toLowerCase();
    haystacks.set(row, text);
  }
  return text;
}

const PLACES = ['account', 'region'] as const;
let places: { key: string; values: Readonly<Record<(typeof PLACES)[number], readonly string[]>> } | undefined;

/** The values there are to choose from. CachedExecution until a row changes: the list is drawn anew while it scrolls. */
export function valuesOf(field: (typeof PLACES)[number]): readonly string[] {
  const key = `${known.epoch} ${known.version}`;
  if (places?.key !== key) {
    const values = { account: new Set<string>(), region: new Set<string>() };
    for (const row of known.sorted) for (const each of PLACES) if (row[each] !== undefined) values[each].add(row[each]);
    places = { key, values: { account: [...values.account].sort(), region: [...values.region].sort() } };
  }
  return places.values[field];
}
