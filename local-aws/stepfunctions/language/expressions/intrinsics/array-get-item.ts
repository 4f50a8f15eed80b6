import { integer, list } from './arguments.ts';
import { type Intrinsic, InvalidArguments } from './intrinsic.ts';

/** States.ArrayGetItem: the item at an index, counted from 0. Of an empty list AWS gives null. */
export const arrayGetItem: Intrinsic = {
  takes: [2, 2],
  run([items, index]) {
    const all = list(items);
    const at = integer(index);
    if (all.length === 0) return null;
    const item = all[at];
    if (item === undefined) throw new InvalidArguments();
    return item;
  },
};
