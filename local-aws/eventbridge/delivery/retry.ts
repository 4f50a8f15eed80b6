/** When a delivery is tried again, and when no more. */

import type { RetryPolicy } from '@aws-sdk/client-eventbridge';

/** EventBridge user guide, retry policy: 24 hours and up to 185 times, with exponential back off and jitter. */
const MOST_RETRIES = 185;
const OLDEST_SECONDS = 86_400;

/** From a second, doubling; 185 of them fill about a day. */
const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 512_000;

export type Exhausted = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';

export interface Tried {
  /** How often, the first time included. */
  attempts: number;
  /** When EventBridge received the event, in milliseconds since 1970. */
  ingested: number;
}

/** @returns when to try again, in milliseconds since 1970, or which condition says no more. */
export function nextAttempt(
  { MaximumRetryAttempts = MOST_RETRIES, MaximumEventAgeInSeconds = OLDEST_SECONDS }: RetryPolicy,
  { attempts, ingested }: Tried,
  now: number,
  random: () => number,
): number | Exhausted {
  if (attempts > MaximumRetryAttempts) return 'MaximumRetryAttempts';
  const next = now + delay(attempts, random);
  return next > ingested + MaximumEventAgeInSeconds * 1_000 ? 'MaximumEventAgeInSeconds' : next;
}

/** The upper half of it is left to chance. */
export function delay(attempts: number, random: () => number): number {
  const longest = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (attempts - 1));
  return Math.ceil(longest * (0.5 + 0.5 * random()));
}
