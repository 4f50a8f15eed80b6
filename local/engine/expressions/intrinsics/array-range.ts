import { integer } from './arguments.ts';
import { type Intrinsic, IntrinsicError } from './intrinsic.ts';

const MOST_ITEMS = 1000;

/** States.ArrayRange: the numbers from first to last, last included, in steps. */
export const arrayRange: Intrinsic = {
  takes: [3, 3],
  run(values) {
    const [first = 0, last = 0, step = 0] = values.map(integer);
    if (step === 0) throw new IntrinsicError('step must not be 0');
    const count = Math.max(0, Math.floor((last - first) / step) + 1);
    if (count > MOST_ITEMS) throw new IntrinsicError(`the range must have at most ${MOST_ITEMS} items`);
    return Array.from({ length: count }, (_, at) => first + at * step);
  },
};
