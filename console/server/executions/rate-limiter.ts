/** How often the console may ask Step Functions, evenly paced, so that whoever else works in the account is not slowed. */

import { setTimeout as sleep } from 'node:timers/promises';

export type Read = 'DescribeExecution' | 'GetExecutionHistory' | 'ListExecutions';

/** Calls a second: a third of what Step Functions lets an account do without end. */
export const AWS_RATES: Readonly<Record<Read, number>> = {
  DescribeExecution: 15 / 3,
  GetExecutionHistory: 20 / 3,
  ListExecutions: 5 / 3,
};

/** The runtime on this machine has no quota, but one process whose time is shared. */
export const LOCAL_RATES: Readonly<Record<Read, number>> = {
  DescribeExecution: 200,
  GetExecutionHistory: 200,
  ListExecutions: 200,
};

export class RateLimiter {
  readonly #rates: Readonly<Record<Read, number>>;
  /** When the next call of each may be made, by performance.now(). */
  readonly #next = new Map<Read, number>();

  constructor(rates: Readonly<Record<Read, number>>) {
    this.#rates = rates;
  }

  /** Resolves when it is this call's turn. */
  async take(read: Read): Promise<void> {
    const now = performance.now();
    const turn = Math.max(now, this.#next.get(read) ?? 0);
    this.#next.set(read, turn + 1000 / this.#rates[read]);
    if (turn > now) await sleep(turn - now);
  }
}
