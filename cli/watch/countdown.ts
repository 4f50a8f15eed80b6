/** The time to the next poll, drawn over itself every second on a terminal. */

import { formatDuration } from '../../client/duration.ts';
import type { Output } from '../common/output.ts';

export class Countdown {
  readonly #output: Output;
  /** By this machine's clock. */
  #until: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(output: Output) {
    this.#output = output;
  }

  /** @param now the stack's time. */
  to(nextPollAt: string | undefined, now: Date): void {
    if (!this.#output.live) return;
    this.#until = nextPollAt === undefined ? undefined : Date.now() + Date.parse(nextPollAt) - now.getTime();
    this.#timer ??= setInterval(() => this.#draw(), 1_000).unref();
    this.#draw();
  }

  /** Empties the line for what is printed next. */
  clear(): void {
    if (this.#output.live) process.stdout.write('\r\u001b[K');
  }

  end(): void {
    clearInterval(this.#timer);
    this.clear();
  }

  #draw(): void {
    const left = (this.#until ?? 0) - Date.now();
    if (left > 0) process.stdout.write(`\r\u001b[Knext poll in ${formatDuration(left)}`);
    else this.clear();
  }
}
