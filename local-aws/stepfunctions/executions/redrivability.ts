/** Whether an execution can be redriven, and if not, DescribeExecution's redriveStatusReason. */

import type { ExecutionRecord } from './records.ts';

const DAY = 24 * 3_600_000;
const REDRIVE_PERIOD_MS = 14 * DAY;
const MAX_OPEN_MS = 365 * DAY;

/** A redriven execution adds its ExecutionRedriven event and at least one more to the 25,000 it may have. */
const MAX_EVENTS = 24_999;

interface Redrivability {
  status: 'REDRIVABLE' | 'NOT_REDRIVABLE' | 'REDRIVABLE_BY_MAP_RUN';
  reason?: string;
}

/** @param isDeleting its state machine is in DELETING status. */
export function redrivability(
  record: ExecutionRecord,
  now: number,
  { isDeleting = false }: { isDeleting?: boolean } = {},
): Redrivability {
  const reason = isDeleting ? 'State machine is in DELETING status' : reasonAgainst(record, now);
  if (reason) return { status: 'NOT_REDRIVABLE', reason };
  return { status: record.map_run === 0 ? 'REDRIVABLE' : 'REDRIVABLE_BY_MAP_RUN' };
}

function reasonAgainst({ status, start, stop, last_event }: ExecutionRecord, now: number): string | undefined {
  if (status === 'RUNNING' || status === 'SUCCEEDED') return `Execution is ${status} and cannot be redriven`;
  if (last_event >= MAX_EVENTS) return 'Execution history event limit exceeded';
  if (now - start > MAX_OPEN_MS) return 'Execution has exceeded the max execution time';
  if (now - (stop ?? now) > REDRIVE_PERIOD_MS) return 'Execution redrivable period exceeded';
  return undefined;
}
