/** Simulates a way of waiting against known ends, and counts what it costs and how late it is. */

/** Seconds until the next poll, by the seconds since the start and the polls so far; Infinity gives up. */
export type Waiter = (elapsed: number, polls: number) => number;

export interface Waited {
  polls: number;
  /** Seconds from the true end to the poll that saw it. */
  delay: number;
}

/** One wait: polls until the end has come, or the waiter gives up. */
export function waitOut(waiter: Waiter, end: number): Waited | 'gave up' {
  let now = 0;
  for (let polls = 0; ; polls++) {
    const wait = waiter(now, polls);
    if (!Number.isFinite(wait)) return 'gave up';
    now += wait;
    if (now >= end) return { polls: polls + 1, delay: now - end };
  }
}

/** WaitForNextPoll, Poll and EvaluateProgress: three transitions, nine history events (Wait 2, Task 5, Choice 2). */
export const TRANSITIONS_PER_POLL = 3;
export const EVENTS_PER_POLL = 9;

/** us-east-1: $0.025 for 1,000 transitions; Lambda $0.20 for a million requests, $0.0000133334 a GB-second on arm64. */
const TRANSITION = 0.025 / 1000;
const REQUEST = 0.2 / 1_000_000;
const GIGABYTE_SECOND = 0.0000133334;
/** 256 MB for a tenth of a second, which a poll takes with its call to AWS. */
const POLL_GIGABYTE_SECONDS = 0.25 * 0.1;

export function dollars(polls: number): number {
  return polls * (TRANSITIONS_PER_POLL * TRANSITION + REQUEST + POLL_GIGABYTE_SECONDS * GIGABYTE_SECOND);
}

/** Always 30 s. */
export const fixed: Waiter = () => 30;

/** Terraform's waiter (retry.StateChangeConf): 30 s at first, then 100 ms doubling to 10 s, and an end after 10 min. */
export const terraform: Waiter = (elapsed, polls) => {
  if (elapsed >= 600) return Number.POSITIVE_INFINITY;
  return polls === 0 ? 30 : Math.min(10, 0.1 * 2 ** (polls - 1));
};
