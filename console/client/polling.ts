/** Something that is read again and again while its page is open. */

import { known, redraw } from './state.ts';

export interface Polled<Value> {
  value: Value | undefined;
  trouble: string;
  /** Called by the page whenever it is drawn: goes on reading as long as it is. */
  keep(): void;
  again(): void;
}

/** @param every milliseconds over the local runtime; over AWS it is asked five times more rarely. */
export function polled<Value>(read: () => Promise<Value>, every: number): Polled<Value> {
  let drawnAt = 0;
  let running = false;
  const state: Polled<Value> = {
    value: undefined,
    trouble: '',
    keep() {
      drawnAt = performance.now();
      if (!running) void run();
    },
    again: () => void once(),
  };
  const once = async () => {
    try {
      state.value = await read();
      state.trouble = '';
    } catch (error) {
      state.trouble = `${(error as Error).name}: ${(error as Error).message}`;
    }
    redraw();
  };
  const run = async () => {
    running = true;
    // A page is drawn at least every second while it is open.
    while (performance.now() - drawnAt < 2_500) {
      await once();
      await new Promise((resolve) => setTimeout(resolve, known.about?.local === false ? 5 * every : every));
    }
    running = false;
  };
  return state;
}
