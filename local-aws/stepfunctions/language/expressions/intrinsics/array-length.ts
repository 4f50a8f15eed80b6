import { list } from './arguments.ts';
import type { Intrinsic } from './intrinsic.ts';

/** States.ArrayLength: how many items a list has. */
export const arrayLength: Intrinsic = {
  takes: [1, 1],
  run: ([items]) => list(items).length,
};
