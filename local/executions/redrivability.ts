/** May an execution be redriven, and if not, why: in the words of DescribeExecution's redriveStatusReason. */

import type { ExecutionRecord } from './records.ts';

const REDRIVE_PERIOD = 14 * 24 * 3_600_000;

/** A redriven execution adds its ExecutionRedriven event and at least one more to the 25,000 it may have. */
const MOST_EVENTS = 24_999;

export interface Redrivability {
  status: 'REDRIVABLE' | 'NOT_REDRIVABLE' | 'REDRIVABLE_BY_MAP_RUN';
  reason?: string;
}

export function redrivability(record: ExecutionRecord, now: number): Redrivability {
  const reason = refusal(record, now);
  if (reason) return { status: 'NOT_REDRIVABLE', reason };
  return { status: record.map_run === 0 ? 'REDRIVABLE' : 'REDRIVABLE_BY_MAP_RUN' };
}

function refusal({ status, stop, last_event }: ExecutionRecord, now: number): string | undefined {
  if (status === 'RUNNING' || status === 'SUCCEEDED') return `Execution is ${status} and cannot be redriven`;
  if (last_event >= MOST_EVENTS) return 'Execution history event limit exceeded';
  if (now - (stop ?? now) > REDRIVE_PERIOD) return 'Execution redrivable period exceeded';
  return undefined;
}
