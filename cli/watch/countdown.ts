/** The time to the next poll, drawn over itself every second on a terminal. */

import { duration, type Output } from '../output.ts';

export class Countdown {
  readonly #output: Output;
  /** On this machine's clock. */
  #until: number | undefined;
  #ticking: NodeJS.Timeout | undefined;

  constructor(output: Output) {
    this.#output = output;
  }

  /** @param now what time it is where the stack runs. */
  to(nextPollAt: string | undefined, now: Date): void {
    if (!this.#output.live) return;
    this.#until = nextPollAt === undefined ? undefined : Date.now() + Date.parse(nextPollAt) - now.getTime();
    this.#ticking ??= setInterval(() => this.#draw(), 1_000).unref();
    this.#draw();
  }

  /** Leaves the line to what is printed next. */
  clear(): void {
    if (this.#output.live) process.stdout.write('\r\u001b[K');
  }

  end(): void {
    clearInterval(this.#ticking);
    this.clear();
  }

  #draw(): void {
    const left = (this.#until ?? 0) - Date.now();
    if (left > 0) process.stdout.write(`\r\u001b[Knext poll in ${duration(left)}`);
    else this.clear();
  }
}
