import type { ExecutionRow } from '../../../contract.ts';
import { cached, seconds } from '../../common/cached.ts';
import { hasStatus, isOfKind } from '../../common/execution-search.ts';
import {
  activityOf,
  type Bucket,
  durationsByKind,
  type FailureGroup,
  failuresByReason,
  type KindDurations,
  type Period,
} from '../../common/overview-figures.ts';
import { appState, now, roleOf } from '../../common/state.ts';

export interface Overview {
  /** The next to expire first. */
  waiting: ExecutionRow[];
  stuck: ExecutionRow[];
  /** Of the last 24 hours, whatever the period. */
  failures: FailureGroup[];
  failed: number;
  /** Of the last 24 hours, too. */
  rejected: number;
  reappeared: ExecutionRow[];
  activity: Bucket[];
  durations: KindDurations[];
}

const DAY = 24 * 3_600_000;

export const overviewOf = cached(
  (period: Period) => [period.name, seconds()],
  (period): Overview => {
    const time = now();
    const requests = appState.sorted.filter((row) => isOfKind(row, ''));
    const ended = requests.filter((row) => endedAfter(row, time - DAY));
    const failed = ended.filter((row) => hasStatus(row, 'failed'));
    const since = time - period.bucket * period.buckets;
    return {
      waiting: requests.filter((row) => hasStatus(row, 'waiting')).sort(byExpiry),
      stuck: requests.filter((row) => hasStatus(row, 'stuck')),
      failures: failuresByReason(failed),
      failed: failed.length,
      rejected: ended.filter((row) => hasStatus(row, 'rejected')).length,
      reappeared: appState.sorted.filter((row) => row.outcome === 'REAPPEARED' && endedAfter(row, since)),
      activity: activityOf(requests, period, time),
      durations: durationsByKind(
        requests.filter((row) => roleOf(row) === row.kind && endedAfter(row, since)),
        usualSeconds(),
      ),
    };
  },
);

function endedAfter({ ended }: ExecutionRow, time: number): boolean {
  return ended !== undefined && Date.parse(ended) >= time;
}

function byExpiry(a: ExecutionRow, b: ExecutionRow): number {
  return expiry(a) - expiry(b);
}

function expiry({ pendingApproval }: ExecutionRow): number {
  return pendingApproval?.until === undefined ? Number.POSITIVE_INFINITY : Date.parse(pendingApproval.until);
}

function usualSeconds(): Map<string, number> {
  const machines = appState.stack?.machines ?? [];
  return new Map(
    machines.flatMap(({ role, usualSeconds }) => (usualSeconds === undefined ? [] : [[role, usualSeconds]])),
  );
}
