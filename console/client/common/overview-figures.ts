import type { ExecutionRow } from '../../contract.ts';
import { failureReason } from './failure-reason.ts';
import { finalStatusOf } from './final-status.ts';

const HOUR = 3_600_000;

export interface Period {
  /** The value in the address, as in the list of executions. */
  name: string;
  title: string;
  /** In milliseconds. */
  bucket: number;
  buckets: number;
}

export const PERIODS: readonly Period[] = [
  { name: '24h', title: '24 hours', bucket: HOUR, buckets: 24 },
  { name: '7d', title: '7 days', bucket: 6 * HOUR, buckets: 28 },
  { name: '30d', title: '30 days', bucket: 24 * HOUR, buckets: 30 },
];

export interface Bucket {
  /** Milliseconds since 1970. */
  from: number;
  to: number;
  started: number;
  succeeded: number;
  failed: number;
  rejected: number;
}

/** Oldest first; the last one contains `time`. Buckets begin at whole multiples of their length, in UTC. */
export function activityOf(rows: readonly ExecutionRow[], { bucket, buckets }: Period, time: number): Bucket[] {
  const begin = (Math.floor(time / bucket) - buckets + 1) * bucket;
  const activity = Array.from({ length: buckets }, (_, index) => {
    const from = begin + index * bucket;
    return { from, to: from + bucket, started: 0, succeeded: 0, failed: 0, rejected: 0 };
  });
  const at = (iso: string) => activity[Math.floor((Date.parse(iso) - begin) / bucket)];
  for (const row of rows) {
    const first = at(row.started);
    if (first) first.started++;
    const last = row.ended === undefined ? undefined : at(row.ended);
    const final = finalStatusOf(row);
    if (last && final) last[final]++;
  }
  return activity;
}

export interface FailureGroup {
  /** As `failureReason` returns it. */
  reason: string;
  count: number;
  newest: ExecutionRow;
}

/** @param rows failed executions, newest first. @returns the most frequent reason first. */
export function failuresByReason(rows: readonly ExecutionRow[]): FailureGroup[] {
  const groups = Map.groupBy(rows, failureReason);
  return [...groups]
    .map(([reason, [newest, ...more]]) => ({ reason, count: 1 + more.length, newest: newest as ExecutionRow }))
    .sort((a, b) => b.count - a.count);
}

export interface KindDurations {
  kind: string;
  count: number;
  /** In milliseconds. */
  median: number;
  /** Nine of ten took no longer. */
  ninetieth: number;
  usual?: number;
}

/**
 * Of what was removed: what was gone before, or failed, says nothing of how long a removal takes.
 * @param rows executions of kinds' own state machines.
 * @param usualSeconds by kind; what an execution itself reports goes before it.
 */
export function durationsByKind(
  rows: readonly ExecutionRow[],
  usualSeconds: ReadonlyMap<string, number>,
): KindDurations[] {
  const removed = rows.filter(({ outcome, ended }) => outcome === 'DISASSOCIATED' && ended !== undefined);
  return [...Map.groupBy(removed, ({ kind = '' }) => kind)]
    .map(([kind, each]) => {
      const sorted = each.map(durationOf).sort((a, b) => a - b);
      const usual = each.find((row) => row.usualSeconds !== undefined)?.usualSeconds ?? usualSeconds.get(kind);
      return {
        kind,
        count: each.length,
        median: quantile(sorted, 0.5),
        ninetieth: quantile(sorted, 0.9),
        ...(usual !== undefined && { usual: usual * 1000 }),
      };
    })
    .sort((a, b) => b.count - a.count);
}

function durationOf({ started, ended = started }: ExecutionRow): number {
  return Date.parse(ended) - Date.parse(started);
}

/** The smallest value that so large a share of all does not exceed. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
