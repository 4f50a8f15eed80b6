import { integer, list } from './arguments.ts';
import { type Intrinsic, IntrinsicError } from './intrinsic.ts';

/** States.ArrayGetItem: the item at an index, counted from 0. */
export const arrayGetItem: Intrinsic = {
  takes: [2, 2],
  run([items, index]) {
    const item = list(items)[integer(index)];
    if (item === undefined) throw new IntrinsicError(`index is out of bounds: ${JSON.stringify(index)}`);
    return item;
  },
};
