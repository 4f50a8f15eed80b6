import { cpSync } from 'node:fs';
import { RuntimeClock } from '../../../core/clock.ts';
import { Store } from '../../../core/store.ts';

export interface Copy {
  directory: string;
  /** When it was made, by the store's clock; in milliseconds since the epoch. */
  now: number;
}

/** A store whose files are copied after each transaction: what a process killed there would have left. */
export class CopiedStore extends Store {
  readonly copies: Copy[] = [];
  readonly clock = new RuntimeClock('jump');
  readonly #directory: string;

  constructor(directory: string) {
    super(directory);
    this.#directory = directory;
  }

  override transaction<Result>(work: () => Result): Result {
    const result = super.transaction(work);
    const directory = `${this.#directory}-${this.copies.length}`;
    cpSync(this.#directory, directory, { recursive: true });
    this.copies.push({ directory, now: this.clock.now() });
    return result;
  }
}
