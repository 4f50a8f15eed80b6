import type { Json } from '../../types.ts';
import { integer, list } from './arguments.ts';
import { type Intrinsic, InvalidArguments } from './intrinsic.ts';

/** States.ArrayPartition: a list cut into lists of this size; the last one may be shorter. */
export const arrayPartition: Intrinsic = {
  takes: [2, 2],
  run([items, size]) {
    const whole = list(items);
    const step = integer(size);
    if (step < 1) throw new InvalidArguments();
    const parts: Json[] = [];
    for (let start = 0; start < whole.length; start += step) parts.push(whole.slice(start, start + step));
    return parts;
  },
};
