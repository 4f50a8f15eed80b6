/**
 * The client tokens of redrives (API reference, RedriveExecution): the last ten of an execution that led to a redrive are
 * answered as they were the first time, for fifteen minutes.
 */

import type { Store, Table } from '../../core/store.ts';

const MAX_TOKENS = 10;
const VALIDITY_MS = 15 * 60_000;

interface Used {
  token: string;
  /** When the execution was redriven with it. */
  redriven: number;
}

export class RedriveTokens {
  readonly #used: Table<Used[]>;

  constructor(store: Store) {
    this.#used = store.table('redrive_tokens');
  }

  /** The redrive that this token has already made. */
  find(execution: number, token: string | undefined, now: number): number | undefined {
    return this.#valid(execution, now).find((used) => used.token === token)?.redriven;
  }

  remember(execution: number, token: string | undefined, redriven: number): void {
    if (token === undefined) return;
    const used = [...this.#valid(execution, redriven), { token, redriven }];
    this.#used.put(String(execution), used.slice(-MAX_TOKENS));
  }

  #valid(execution: number, now: number): Used[] {
    return (this.#used.get(String(execution)) ?? []).filter(({ redriven }) => now - redriven <= VALIDITY_MS);
  }
}
