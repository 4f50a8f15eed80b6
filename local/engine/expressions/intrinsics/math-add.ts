import { integer } from './arguments.ts';
import type { Intrinsic } from './intrinsic.ts';

/** States.MathAdd: the sum of two integers. */
export const mathAdd: Intrinsic = {
  takes: [2, 2],
  run: ([first, second]) => integer(first) + integer(second),
};
