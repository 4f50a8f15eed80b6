/** The result of one item of a plan, as the bucket holds it for the roll-up and the evidence. */

import type { AlsoRemoved, AwsCall, Item } from '../associations/common/contract.ts';
import type { Json } from '../associations/common/json.ts';

export const OUTCOMES = [
  'DISASSOCIATED',
  'ALREADY_GONE',
  'SKIPPED',
  'NOT_FOUND',
  'FAILED',
  'TIMED_OUT',
  'REJECTED',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

export interface ItemResult {
  number: number;
  outcome: Outcome;
  /** With ALREADY_GONE: no read of the request or of the plan ever showed it. */
  neverSeen?: true;
  /** With ALREADY_GONE: its parent resource has been deleted. */
  parentDeleted?: true;
  /** With DISASSOCIATED: what the service removed together with it. */
  alsoRemoved?: AlsoRemoved[];
  /** Where it was not removed. */
  error?: string;
  /** Why it was not removed, or a note. */
  message?: string;
  execution: string;
  /** The id of its completion event. */
  eventId?: string;
  serviceStatus: string;
  before: Json;
  after: Json;
  /** Of a target that names several things. */
  items?: Item[];
  polls: number;
  calls: readonly AwsCall[];
  callCount: number;
  /** ISO 8601; absent where nothing was started. */
  startedAt?: string;
  /** When the service accepted the removal. ISO 8601. */
  acceptedAt?: string;
  endedAt: string;
}

/** The members of DescribeExecution's answer that are read. */
export interface ExecutionEnd {
  executionArn?: string | undefined;
  status?: string | undefined;
  output?: string | undefined;
  error?: string | undefined;
  cause?: string | undefined;
  stopDate?: Date | undefined;
}

/** The members of the last start's or poll's output that are read. */
export interface LastPoll {
  progress: {
    serviceStatus: string;
    snapshot: Json;
    neverSeen?: true;
    parentDeleted?: true;
    alsoRemoved?: AlsoRemoved[];
    items?: Item[];
  };
  before: Json;
  polls: number;
  calls: readonly AwsCall[];
  callCount: number;
  startedAt: string;
  acceptedAt?: string;
}

export function itemResult(number: number, execution: ExecutionEnd, last: LastPoll | null): ItemResult {
  return {
    number,
    ...outcomeOf(execution),
    ...(last?.progress.neverSeen && { neverSeen: true as const }),
    ...(last?.progress.parentDeleted && { parentDeleted: true as const }),
    ...(last?.progress.alsoRemoved !== undefined && { alsoRemoved: last.progress.alsoRemoved }),
    execution: execution.executionArn ?? '',
    serviceStatus: last?.progress.serviceStatus ?? 'UNKNOWN',
    before: last?.before ?? null,
    after: last?.progress.snapshot ?? null,
    ...(last?.progress.items !== undefined && { items: last.progress.items }),
    polls: last?.polls ?? 0,
    calls: last?.calls ?? [],
    callCount: last?.callCount ?? 0,
    ...(last !== null && { startedAt: last.startedAt }),
    ...(last?.acceptedAt !== undefined && { acceptedAt: last.acceptedAt }),
    endedAt: (execution.stopDate ?? new Date()).toISOString(),
  };
}

/** The outcome is the execution's output or error; an abort, or any other error, is FAILED. */
function outcomeOf({ status, output, error, cause }: ExecutionEnd): Pick<ItemResult, 'outcome'> {
  if (status === 'SUCCEEDED') {
    const { outcome, event } = JSON.parse(output ?? '{}') as { outcome: Outcome; event?: { id: string } };
    return { outcome, ...(event !== undefined && { eventId: event.id }) };
  }
  const known = status === 'TIMED_OUT' ? 'TIMED_OUT' : error;
  const outcome = OUTCOMES.find((one) => one === known) ?? 'FAILED';
  return { outcome, ...{ error: error ?? status ?? 'FAILED', message: cause ?? `The execution ended ${status}.` } };
}
