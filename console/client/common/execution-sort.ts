/** Orders of the list of executions. */

import type { ExecutionRow } from '../../contract.ts';
import { statusLabel } from './format.ts';

export type SortColumn = keyof typeof KEYS;
/** A column, from its least value or (`-`) its greatest; empty: newest first. */
export type Sort = '' | SortColumn | `-${SortColumn}`;

type Key = string | number;

const KEYS = {
  status: (row) => statusLabel(row),
  subject: ({ label, name }) => label ?? name,
  polls: ({ polls }) => polls,
  next: ({ status, nextPollAt }) => (status === 'RUNNING' && nextPollAt) || '~',
  started: ({ started }) => started,
  duration: ({ started, ended }, now) => (ended ? Date.parse(ended) : now) - Date.parse(started),
} as const satisfies Record<string, (row: ExecutionRow, now: number) => Key>;

/** Equal ones stay in their order. @param sort another text is none. */
export function sorted(rows: readonly ExecutionRow[], sort: Sort, now: number): readonly ExecutionRow[] {
  const column = sort.replace('-', '');
  if (!Object.hasOwn(KEYS, column)) return rows;
  const keyOf: (row: ExecutionRow, now: number) => Key = KEYS[column as SortColumn];
  const sign = sort.startsWith('-') ? -1 : 1;
  const keyed = rows.map((row) => ({ row, key: keyOf(row, now) }));
  return keyed.sort((a, b) => (a.key === b.key ? 0 : a.key < b.key ? -sign : sign)).map(({ row }) => row);
}
