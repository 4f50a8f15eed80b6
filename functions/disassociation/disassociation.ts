/** One disassociation as far as it has come: what the state machine carries from task to task. */

import type { AwsCall, Json, Progress } from '../../associations/contract.ts';
import type { Envelope, Problem } from '../../events/define.ts';

export interface Disassociation {
  progress: Progress;
  /** What is wrong with the request, where it was refused. */
  problems?: readonly Problem[];
  /** The association as the service showed it first. */
  before: Json;
  /** How often we looked after the start. */
  polls: number;
  calls: readonly AwsCall[];
  callCount: number;
  /** All moments are ISO 8601. */
  startedAt: string;
  acceptedAt?: string;
  deadline: string;
  /** What is usual from start to end, and from when on it is stuck; absent where nothing was started. */
  usualSeconds?: number;
  stuckAt?: string;
  /** Whole seconds to the next look, and when that will be. */
  waitSeconds: number;
  nextPollAt: string;
}

/** What is told of an association that was never looked at. */
export const NOT_OBSERVED = { serviceStatus: 'UNKNOWN', before: null, after: null, polls: 0, calls: [], callCount: 0 };

/** What start and check are handed. */
export interface TaskInput {
  /** The request, as EventBridge delivered it. */
  request: Envelope;
  /** Null at the first start. */
  disassociation: Disassociation | null;
}

/** An error as a state machine catches it. */
export interface Caught {
  Error: string;
  Cause?: string;
}

/** What complete is handed. */
export interface CompletionInput extends TaskInput {
  /** The error that ended it, where one did. */
  failure: Caught | null;
  /** The error of the latest attempt, where that one did not come through. */
  lastError: Caught | null;
  /** The execution's ARN. */
  execution: string;
  /** When it came to its end, the same at every try to tell of it. */
  at: string;
}
