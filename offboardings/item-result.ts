/** How one item of a plan ended, as it is kept in the bucket for the roll-up and the evidence. */

import type { AwsCall } from '../associations/contract.ts';
import type { Json } from '../associations/json.ts';

export const OUTCOMES = ['DISASSOCIATED', 'ALREADY_GONE', 'SKIPPED', 'FAILED', 'TIMED_OUT', 'REJECTED'] as const;

export type Outcome = (typeof OUTCOMES)[number];

export interface ItemResult {
  /** Its number in the plan. */
  number: number;
  outcome: Outcome;
  /** Where it did not end well. */
  error?: string;
  /** Why it did not, or what else is to be known of its end. */
  message?: string;
  /** The execution that ended it. */
  execution: string;
  /** The id of its completion event. */
  eventId?: string;
  serviceStatus: string;
  before: Json;
  after: Json;
  polls: number;
  calls: readonly AwsCall[];
  callCount: number;
  /** ISO 8601; absent where nothing was ever begun. */
  startedAt?: string;
  endedAt: string;
}

/** What Step Functions says of an execution: the members of DescribeExecution's answer that are read. */
export interface ExecutionEnd {
  executionArn?: string | undefined;
  status?: string | undefined;
  output?: string | undefined;
  error?: string | undefined;
  cause?: string | undefined;
  stopDate?: Date | undefined;
}

/** What the last start or check answered. */
export interface LastPoll {
  progress: { serviceStatus: string; snapshot: Json };
  before: Json;
  polls: number;
  calls: readonly AwsCall[];
  callCount: number;
  startedAt: string;
}

export function itemResult(number: number, execution: ExecutionEnd, last: LastPoll | null): ItemResult {
  return {
    number,
    ...outcomeOf(execution),
    execution: execution.executionArn ?? '',
    serviceStatus: last?.progress.serviceStatus ?? 'UNKNOWN',
    before: last?.before ?? null,
    after: last?.progress.snapshot ?? null,
    polls: last?.polls ?? 0,
    calls: last?.calls ?? [],
    callCount: last?.callCount ?? 0,
    ...(last !== null && { startedAt: last.startedAt }),
    endedAt: (execution.stopDate ?? new Date()).toISOString(),
  };
}

/** The outcome as the execution itself ended with it; an abort, or an error of no outcome's name, is a failure. */
function outcomeOf({ status, output, error, cause }: ExecutionEnd): Pick<ItemResult, 'outcome'> {
  if (status === 'SUCCEEDED') {
    const { outcome, event } = JSON.parse(output ?? '{}') as { outcome: Outcome; event?: { id: string } };
    return { outcome, ...(event !== undefined && { eventId: event.id }) };
  }
  const known = status === 'TIMED_OUT' ? 'TIMED_OUT' : error;
  const outcome = OUTCOMES.find((one) => one === known) ?? 'FAILED';
  return { outcome, ...{ error: error ?? status ?? 'FAILED', message: cause ?? `The execution ended ${status}.` } };
}
