import type { Json } from '../../model/json.ts';
import { JavaRandom } from '../common/java-random.ts';
import { integer, number } from './arguments.ts';
import { type Intrinsics, InvalidArguments } from './intrinsic.ts';

export const math: Intrinsics = {
  'States.MathAdd': {
    takes: [2, 2],
    run: ([first, second]) => int32(rounded(first) + rounded(second)),
  },
  /** From the start up to, not including, the end. */
  'States.MathRandom': {
    takes: [2, 3],
    run([start, end, seed], { random }) {
      const from = integer(start);
      const to = integer(end);
      if (from >= to) throw new InvalidArguments();
      const drawn = seed === undefined ? random() : new JavaRandom(integer(seed)).nextDouble();
      return from + Math.floor(drawn * (to - from));
    },
  },
};

/** Halves go up, in JavaScript as in Java: -1.5 becomes -1. */
function rounded(value: Json | undefined): number {
  return int32(Math.round(number(value)));
}

function int32(value: number): number {
  if (value < -(2 ** 31) || value >= 2 ** 31) throw new InvalidArguments();
  return value;
}
