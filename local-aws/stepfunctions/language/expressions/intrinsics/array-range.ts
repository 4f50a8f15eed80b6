import { integer } from './arguments.ts';
import { type Intrinsic, InvalidArguments } from './intrinsic.ts';

const MOST_ITEMS = 1000;

/** States.ArrayRange: the numbers from first to last, last included, in steps. */
export const arrayRange: Intrinsic = {
  takes: [3, 3],
  run(values) {
    const [first = 0, last = 0, step = 0] = values.map(integer);
    const count = Math.max(0, Math.floor((last - first) / step) + 1);
    if (step === 0 || count > MOST_ITEMS) throw new InvalidArguments();
    return Array.from({ length: count }, (_, at) => first + at * step);
  },
};
