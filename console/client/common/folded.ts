/** Folds what is said several times in a row into one entry with a count. */

export interface Folded<Item> {
  text: string;
  times: number;
  last: Item;
}

export function folded<Item>(items: readonly Item[], textOf: (item: Item) => string): Folded<Item>[] {
  const found: Folded<Item>[] = [];
  for (const item of items) {
    const text = textOf(item);
    const before = found.at(-1);
    if (before?.text === text) Object.assign(before, { times: before.times + 1, last: item });
    else found.push({ text, times: 1, last: item });
  }
  return found;
}
