import type { Json } from '../../types.ts';
import { number } from './arguments.ts';
import { type Intrinsic, InvalidArguments } from './intrinsic.ts';

/** States.MathAdd: the sum of two numbers, each rounded to an integer first. */
export const mathAdd: Intrinsic = {
  takes: [2, 2],
  run: ([first, second]) => int32(rounded(first) + rounded(second)),
};

/** Halves go up, as JavaScript and Java both have it: -1.5 becomes -1. */
function rounded(value: Json | undefined): number {
  return int32(Math.round(number(value)));
}

function int32(value: number): number {
  if (value < -(2 ** 31) || value >= 2 ** 31) throw new InvalidArguments();
  return value;
}
