import { unique } from '../java/hash-set.ts';
import { list } from './arguments.ts';
import type { Intrinsic } from './intrinsic.ts';

/** States.ArrayUnique: a list without repeated values. AWS puts them through a hash set, whose order they come out in. */
export const arrayUnique: Intrinsic = {
  takes: [1, 1],
  run: ([items]) => unique(list(items)),
};
