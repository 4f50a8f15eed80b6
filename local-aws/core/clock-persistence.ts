/** A store that was left goes on from the time it was left at, so that the clock never runs backwards. */

import type { RuntimeClock } from './clock.ts';
import type { Store } from './store.ts';

/** Where the clock of this store begins. @param start now, where absent. @returns milliseconds since 1970. */
export function beginning(store: Store, start: number | undefined): number {
  return Math.max(start ?? Date.now(), store.table<number>('clock').get('now') ?? 0);
}

/** Real milliseconds between two notes of the time. */
const NOTE_EVERY = 200;

/** Notes the time, so that a runtime that is killed goes on from it. @returns what ends that, with a last note. */
export function rememberTime(store: Store, clock: RuntimeClock): () => void {
  const table = store.table<number>('clock');
  const note = () => table.put('now', clock.now());
  clock.onJump = note;
  // No turn is kept without its time, so that a history's times never go back.
  store.beforeCommit = note;
  const timer = setInterval(note, NOTE_EVERY).unref();
  return () => {
    clearInterval(timer);
    clock.onJump = () => {};
    store.beforeCommit = () => {};
    note();
  };
}
