/** Chance that a seed repeats: each draw depends on its own labels only, never on the order of calls. */

/** A generator of numbers in [0, 1) for these labels. */
export function random(...labels: readonly (string | number)[]): () => number {
  let state = hash(labels.join('\u0000'));
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Digits of an id that looks as AWS's ids look: `hex(17, 'instance', 3)`. */
export function hex(length: number, ...labels: readonly (string | number)[]): string {
  const next = random(...labels);
  return Array.from({ length }, () => Math.floor(next() * 16).toString(16)).join('');
}

export function guid(...labels: readonly (string | number)[]): string {
  const digits = hex(32, ...labels);
  return [8, 4, 4, 4, 12]
    .map((length, index, lengths) => {
      const from = lengths.slice(0, index).reduce((sum, each) => sum + each, 0);
      return digits.slice(from, from + length);
    })
    .join('-');
}

export function pick<Item>(items: readonly Item[], next: () => number): Item {
  return items[Math.floor(next() * items.length)] as Item;
}

/** FNV-1a over UTF-16 units, 32 bits. */
function hash(text: string): number {
  let result = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    result = Math.imul(result ^ text.charCodeAt(index), 0x01000193);
  }
  return result | 0;
}
