import { isDeepStrictEqual } from 'node:util';
import { list } from './arguments.ts';
import type { Intrinsic } from './intrinsic.ts';

/** States.ArrayContains: whether a list has this value in it. */
export const arrayContains: Intrinsic = {
  takes: [2, 2],
  run: ([items, wanted]) => list(items).some((item) => isDeepStrictEqual(item, wanted)),
};
