/** Limits and evenly spaces the console's calls to Step Functions, so that others in the account are not throttled. */

import { setTimeout as sleep } from 'node:timers/promises';

type LimitedCall = 'DescribeExecution' | 'GetExecutionHistory' | 'ListExecutions';

/** Calls a second: a third of the refill rates that Step Functions documents for an account. */
export const AWS_RATES: Readonly<Record<LimitedCall, number>> = {
  DescribeExecution: 15 / 3,
  GetExecutionHistory: 20 / 3,
  ListExecutions: 5 / 3,
};

/** The local runtime has no quota, but its one process does everything else too. */
export const LOCAL_RATES: Readonly<Record<LimitedCall, number>> = {
  DescribeExecution: 200,
  GetExecutionHistory: 200,
  ListExecutions: 200,
};

export class RateLimiter {
  readonly #rates: Readonly<Record<LimitedCall, number>>;
  /** When the next call of each is allowed, by performance.now(). */
  readonly #next = new Map<LimitedCall, number>();

  constructor(rates: Readonly<Record<LimitedCall, number>>) {
    this.#rates = rates;
  }

  /** Resolves when the call is allowed. */
  async take(call: LimitedCall): Promise<void> {
    const now = performance.now();
    const turn = Math.max(now, this.#next.get(call) ?? 0);
    this.#next.set(call, turn + 1000 / this.#rates[call]);
    if (turn > now) await sleep(turn - now);
  }
}
