/** The time to the next look, drawn over itself every second on a terminal. */

import { lever } from '../levers.ts';
import { duration, type Output } from '../output.ts';
import type { Context } from '../verb.ts';

export class Countdown {
  readonly #output: Output;
  /** On this machine's clock. */
  #until: number | undefined;
  #ticking: NodeJS.Timeout | undefined;

  constructor(output: Output) {
    this.#output = output;
  }

  /** @param now the time of the place that is watched, in milliseconds since 1970. */
  to(nextLookAt: string | undefined, now: number): void {
    if (!this.#output.live) return;
    this.#until = nextLookAt === undefined ? undefined : Date.now() + Date.parse(nextLookAt) - now;
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
    if (left > 0) process.stdout.write(`\r\u001b[Knext look in ${duration(left)}`);
    else this.clear();
  }
}

/** The local runtime has a clock of its own; AWS has ours. */
export async function timeOf(context: Context): Promise<number> {
  if (!context.connection().local) return Date.now();
  const read = await lever<{ now: string }>(context, 'clock').catch(() => undefined);
  return read ? Date.parse(read.now) : Date.now();
}
