/** How one item of a plan ended, as it is kept in the bucket for the roll-up and the evidence. */

import type { AwsCall } from '../events/ended.ts';
import type { Json } from '../events/json.ts';

export const OUTCOMES = ['DISASSOCIATED', 'ALREADY_GONE', 'SKIPPED', 'FAILED', 'TIMED_OUT', 'REJECTED'] as const;

export type Outcome = (typeof OUTCOMES)[number];

export interface EndedItem {
  /** Its number in the plan. */
  number: number;
  outcome: Outcome;
  /** Where it did not end well. */
  error?: string;
  message?: string;
  /** The execution that ended it. */
  execution: string;
  /** The id of its completion event. */
  eventId?: string;
  providerStatus: string;
  before: Json;
  after: Json;
  looks: number;
  calls: readonly AwsCall[];
  callsMade: number;
  /** ISO 8601; absent where nothing was ever begun. */
  startedAt?: string;
  endedAt: string;
}
