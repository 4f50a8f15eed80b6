/** How many invocations may run at once: an account's limit, and what functions have reserved of it. */

import type { FunctionDefinition } from './definition.ts';
import { throttled } from './failures.ts';

export class Concurrency {
  readonly #running = new Map<string, number>();
  readonly #unreserved: number;
  #unreservedRunning = 0;

  /** @param account what a new account is given: ten. Reservations are taken out of it, whether they are used or not. */
  constructor(account: number, functions: readonly FunctionDefinition[]) {
    const reserved = functions.reduce((sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency, 0);
    this.#unreserved = Math.max(0, account - reserved);
  }

  /**
   * @returns how to give it back.
   * @throws AwsError TooManyRequestsException (429) where the function, or the account, has no more.
   */
  take({ name, reservedConcurrency }: FunctionDefinition): () => void {
    const running = this.#running.get(name) ?? 0;
    if (reservedConcurrency !== undefined) {
      if (running >= reservedConcurrency) throw throttled('ReservedFunctionConcurrentInvocationLimitExceeded');
    } else if (this.#unreservedRunning >= this.#unreserved) {
      throw throttled('ConcurrentInvocationLimitExceeded');
    }
    this.#count(name, reservedConcurrency, 1);
    return () => this.#count(name, reservedConcurrency, -1);
  }

  #count(name: string, reserved: number | undefined, change: 1 | -1): void {
    this.#running.set(name, (this.#running.get(name) ?? 0) + change);
    if (reserved === undefined) this.#unreservedRunning += change;
  }
}
