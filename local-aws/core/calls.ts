export interface CallRecord {
  /** Milliseconds since 1970, on the runtime's clock. */
  at: number;
  requestId: string;
  service: string;
  operation: string;
  account: string;
  region: string;
  /** The ARN (or service principal) that called. */
  caller: string;
  /** `OK` or the error's code. */
  result: string;
  /** The error's message, where the call failed. */
  message?: string;
}

/** Keeps the newest calls, and counts all. */
export class Calls {
  readonly #records: CallRecord[] = [];
  readonly #most: number;
  #total = 0;

  constructor(most = 10_000) {
    this.#most = most;
  }

  add(record: CallRecord): void {
    this.#records[this.#total++ % this.#most] = record;
  }

  get total(): number {
    return this.#total;
  }

  /** Oldest first. */
  list(): CallRecord[] {
    if (this.#total <= this.#most) return [...this.#records];
    const split = this.#total % this.#most;
    return [...this.#records.slice(split), ...this.#records.slice(0, split)];
  }
}
