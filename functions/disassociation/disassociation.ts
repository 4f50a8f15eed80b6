/** The state of one disassociation, which the state machine hands from task to task. */

import type { AwsCall, Json, Progress } from '../../associations/common/contract.ts';
import type { Envelope, Problem } from '../../events/define.ts';
import type { RejectionError } from '../../events/disassociation-rejected.ts';

/** All moments are ISO 8601. */
export interface Disassociation {
  progress: Progress;
  /** What is wrong with the request, where it was rejected. */
  problems?: readonly Problem[];
  /** Why it was rejected, where that is not that it is invalid. */
  rejectedFor?: RejectionError;
  /** The first snapshot. */
  before: Json;
  /** Polls after the start. */
  polls: number;
  calls: readonly AwsCall[];
  callCount: number;
  startedAt: string;
  acceptedAt?: string;
  deadline: string;
  /** The usual duration, and from when on it counts as stuck; absent where nothing was started. */
  usualSeconds?: number;
  stuckAt?: string;
  /** Whole seconds to the next poll, and its moment. */
  waitSeconds: number;
  nextPollAt: string;
}

/** The result fields of an association that was never read. */
export const NOT_OBSERVED = { serviceStatus: 'UNKNOWN', before: null, after: null, polls: 0, calls: [], callCount: 0 };

/** The input of start and poll. */
export interface TaskInput {
  /** The request, as EventBridge delivered it. */
  request: Envelope;
  /** Null at the first start. */
  disassociation: Disassociation | null;
  /** Whether an attempt of this start failed before, which may have requested the removal all the same. */
  retried?: boolean;
}

/** An error as a state machine catches it. */
export interface Caught {
  Error: string;
  Cause?: string;
}

/** Why a request was rejected before anything was started. */
export interface AdmissionError {
  error: RejectionError;
  problems: readonly Problem[];
  /** ISO 8601. */
  retryAfter?: string;
}

export interface CompletionInput extends TaskInput {
  /** Null where the request was admitted. */
  rejection: AdmissionError | null;
  /** The error that ended the execution. */
  failure: Caught | null;
  /** The error of the latest attempt, where it was not followed by a successful one. */
  lastError: Caught | null;
  /** The execution's ARN. */
  execution: string;
  /** When the execution came to its end: the same in every retry. */
  at: string;
  /** The outcome was published; its evidence could not be stored then. */
  evidenceOnly?: boolean;
}
