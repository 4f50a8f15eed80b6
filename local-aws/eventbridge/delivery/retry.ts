import type { RetryPolicy } from '@aws-sdk/client-eventbridge';

/** EventBridge user guide, retry policy: 24 hours and up to 185 times, with exponential back off and jitter. */
const MOST_RETRIES = 185;
const OLDEST_SECONDS = 86_400;

/** From one second, doubling; 185 of them take about a day. */
const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 512_000;

export type Exhausted = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';

export interface Tried {
  /** The number of attempts, the first included. */
  attempts: number;
  /** When EventBridge received the event, in milliseconds since 1970. */
  ingested: number;
}

/** @returns when to retry, in milliseconds since 1970, or the condition that is exhausted. */
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

/** Jitter: between half and all of the delay. */
export function delay(attempts: number, random: () => number): number {
  const longest = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (attempts - 1));
  return Math.ceil(longest * (0.5 + 0.5 * random()));
}
