/**
 * When to poll next. A wait that grows with the elapsed time costs few polls for what takes long, and is late by a
 * share of the whole at most; the cap keeps it from being late by hours.
 */

/** How often to poll. All durations in seconds. */
export interface Pace {
  /** From the accepted start to the first poll. */
  first: number;
  /** The next wait as a share of the time elapsed since the start. */
  growth: number;
  /** The longest wait between two polls. */
  cap: number;
  /** From the request's timestamp to giving up, unless the request or the service says otherwise; at most 30 days. */
  deadline: number;
  /** How long the association may still show ACTIVE after the service accepted its removal. */
  grace: number;
  /** How long an approved removal may take to show before it counts as disassociated with `confirmed: false`. */
  settle: number;
  /** What is usual from start to end; STUCK_AFTER times this is stuck. */
  usual: number;
}

export const STUCK_AFTER = 3;

/**
 * A wait is at least the time gone by divided by this, also past the cap (from six hours on): an execution of 30 days
 * then has some 430 polls of nine history events each, and stays below 5,000 events also where one poll in five fails
 * and is retried. Step Functions fails an execution at 25,000.
 */
const POLL_WAIT_DIVISOR = 72;

/** What the definition of the disassociate state machine takes from here, by the names of its substitutions. */
export const paceSubstitutions = {
  PollWaitDivisor: String(POLL_WAIT_DIVISOR),
  /** Of the wait between starts: a start that is retried takes more history events than a poll. */
  RetryWaitDivisor: '16',
  FirstRetrySeconds: '30',
  /** How long a start is retried that never answers. */
  StartDeadlineSeconds: String(24 * 60 * 60),
} as const;

/** How far a wait may be off its figure either way, so that requests that began together do not poll together. */
const JITTER = 0.1;

/** The first poll comes early, for what ends at once; the second waits this many times as long. */
const AFTER_FIRST = 3.5;

/** For what an AWS service does by itself in minutes to hours. */
export const asynchronous = { first: 5, growth: 0.4, cap: 330 } as const;

/** For what is done when the service answers: a later poll only outlasts stale reads. */
export const synchronous: Pace = {
  first: 2,
  growth: 0.5,
  cap: 120,
  deadline: 30 * 60,
  grace: 60,
  settle: 0,
  usual: 20,
};

/**
 * @param elapsedSeconds since the disassociation was started.
 * @param random 0 to 1: spreads the waits.
 * @returns seconds to the next poll.
 */
export function nextWait(pace: Pick<Pace, 'first' | 'growth' | 'cap'>, elapsedSeconds: number, random: number): number {
  // Starting takes a moment itself, and must not count as an early poll.
  const least = elapsedSeconds < pace.first / 2 ? pace.first : pace.first * AFTER_FIRST;
  const grown = Math.max(least, elapsedSeconds * pace.growth);
  const wait = Math.max(Math.min(grown, pace.cap), elapsedSeconds / POLL_WAIT_DIVISOR);
  return wait * (1 - JITTER + 2 * JITTER * random);
}

/**
 * How many polls it takes to see the end of what lasts so many seconds. What is done when the service answers mostly
 * takes none, whatever the upper bound that is its usual duration.
 */
export function pollsUntil(pace: Pace, seconds: number): number {
  if (pace === synchronous) return 0;
  let polls = 0;
  for (let elapsed = 0; elapsed < seconds; elapsed += nextWait(pace, elapsed, 0.5)) polls += 1;
  return polls;
}
