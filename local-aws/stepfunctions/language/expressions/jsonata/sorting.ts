/** The order JSONata's own sort gives, without its memory: that holds a copy of what is left for every step of a merge. */

/** Whether the first item belongs behind the second; equal items keep their order. */
export type ComesAfter<Item> = (first: Item, second: Item) => boolean | Promise<boolean>;

/** A merge sort that halves and compares as JSONata's does, so that it fails on the same pair. */
export async function sorted<Item>(items: readonly Item[], comesAfter: ComesAfter<Item>): Promise<Item[]> {
  if (items.length <= 1) return [...items];
  const middle = Math.floor(items.length / 2);
  const left = await sorted(items.slice(0, middle), comesAfter);
  const right = await sorted(items.slice(middle), comesAfter);
  return merged(left, right, comesAfter);
}

async function merged<Item>(
  left: readonly Item[],
  right: readonly Item[],
  comesAfter: ComesAfter<Item>,
): Promise<Item[]> {
  const result: Item[] = [];
  let [fromLeft, fromRight] = [0, 0];
  while (fromLeft < left.length && fromRight < right.length) {
    const [first, second] = [left[fromLeft] as Item, right[fromRight] as Item];
    const decided = comesAfter(first, second);
    // A comparison that is there at once costs no turn of the event loop's queue.
    const swap = typeof decided === 'boolean' ? decided : await decided;
    result.push(swap ? second : first);
    if (swap) fromRight++;
    else fromLeft++;
  }
  return result.concat(left.slice(fromLeft), right.slice(fromRight));
}
