import { object } from './arguments.ts';
import { type Intrinsic, InvalidArguments } from './intrinsic.ts';

/** States.JsonMerge: two objects in one, the second's fields over the first's. AWS merges the top level only. */
export const jsonMerge: Intrinsic = {
  takes: [3, 3],
  run([first, second, deep]) {
    if (deep === true) throw new InvalidArguments();
    return { ...object(first), ...object(second) };
  },
};
