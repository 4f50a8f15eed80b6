import { isDeepStrictEqual } from 'node:util';
import { list } from './arguments.ts';
import type { Intrinsic } from './intrinsic.ts';

/** States.ArrayUnique: a list without repeated values, the first of each kept. */
export const arrayUnique: Intrinsic = {
  takes: [1, 1],
  run([items]) {
    const all = list(items);
    return all.filter((item, at) => all.findIndex((other) => isDeepStrictEqual(other, item)) === at);
  },
};
