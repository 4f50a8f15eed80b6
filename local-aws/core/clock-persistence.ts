/** Stores the time, so that the clock of a store never runs backwards from one process to the next. */

import type { RuntimeClock } from './clock.ts';
import type { Store } from './store.ts';

/** Where the clock of this store begins. @param start now, where absent. @returns milliseconds since 1970. */
export function beginning(store: Store, start: number | undefined): number {
  return Math.max(start ?? Date.now(), store.table<number>('clock').get('now') ?? 0);
}

/** Real milliseconds between two writes of the time. */
const NOTE_EVERY = 200;

/** Stores the time, so that after a kill the clock continues from it. @returns how to stop, with a last write. */
export function rememberTime(store: Store, clock: RuntimeClock): () => void {
  const table = store.table<number>('clock');
  const note = () => table.put('now', clock.now());
  clock.onJump = note;
  // Each transaction stores its own time, so that the times of a history never decrease after a kill.
  store.beforeCommit = note;
  const timer = setInterval(note, NOTE_EVERY).unref();
  return () => {
    clearInterval(timer);
    clock.onJump = () => {};
    store.beforeCommit = () => {};
    note();
  };
}
