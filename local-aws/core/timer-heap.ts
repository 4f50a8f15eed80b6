/** A timer that runs once. */
export interface Due {
  /** Milliseconds since 1970. */
  time: number;
  /** How many timers were set before: of those due at one time, the first one set runs first. */
  order: number;
  run: () => void;
  /** An unfinished request waits for it, so the jumping clock may go to it. */
  advancesClock: boolean;
  cancelled: boolean;
}

/** A binary heap by time, then by order. Cancelled entries are dropped when they come to the top. */
export class TimerHeap {
  #entries: Due[] = [];

  peek(): Due | undefined {
    while (this.#entries[0]?.cancelled) this.pop();
    return this.#entries[0];
  }

  push(entry: Due): void {
    const entries = this.#entries;
    let index = entries.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(entry, entries[parent] as Due)) break;
      entries[index] = entries[parent] as Due;
      index = parent;
    }
    entries[index] = entry;
  }

  pop(): Due | undefined {
    const entries = this.#entries;
    const top = entries[0];
    const last = entries.pop();
    if (!last || entries.length === 0) return top;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= entries.length) break;
      if (child + 1 < entries.length && before(entries[child + 1] as Due, entries[child] as Due)) child++;
      if (!before(entries[child] as Due, last)) break;
      entries[index] = entries[child] as Due;
      index = child;
    }
    entries[index] = last;
    return top;
  }
}

function before(a: Due, b: Due): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}
