import { JavaRandom } from '../java/random.ts';
import { integer } from './arguments.ts';
import { type Intrinsic, InvalidArguments } from './intrinsic.ts';

/** States.MathRandom: an integer from start up to, not including, end; the same one for the same seed. */
export const mathRandom: Intrinsic = {
  takes: [2, 3],
  run([start, end, seed], { random }) {
    const from = integer(start);
    const to = integer(end);
    if (from >= to) throw new InvalidArguments();
    const drawn = seed === undefined ? random() : new JavaRandom(integer(seed)).nextDouble();
    return from + Math.floor(drawn * (to - from));
  },
};
