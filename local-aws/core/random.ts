/** Pseudo-random numbers that a seed repeats. */

/** FNV-1a over UTF-16 units: spreads a seed text over 32 bits. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/** One step of mulberry32: the next state, one number that survives JSON, and a number from 0 up to 1. */
export function draw(state: number): { state: number; value: number } {
  const next = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(next ^ (next >>> 15), next | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return { state: next, value: ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32 };
}

/** A generator of numbers from 0 up to 1 that depends on its own labels only, never on the order of calls. */
export function random(...labels: readonly (string | number)[]): () => number {
  let state = seedOf(labels.join('\u0000'));
  return () => {
    const drawn = draw(state);
    state = drawn.state;
    return drawn.value;
  };
}

export function pick<Item>(items: readonly Item[], next: () => number): Item {
  return items[Math.floor(next() * items.length)] as Item;
}

/** Text of this many hexadecimal digits. */
export function digits(count: number, next: () => number): string {
  return Array.from({ length: count }, () => Math.floor(next() * 16).toString(16)).join('');
}

/** Digits of an id that looks as AWS's ids look: `hex(17, 'instance', 3)`. */
export function hex(count: number, ...labels: readonly (string | number)[]): string {
  return digits(count, random(...labels));
}

/** `8-4-4-4-12` hexadecimal digits. */
export function guid(...labels: readonly (string | number)[]): string {
  return hex(32, ...labels).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
