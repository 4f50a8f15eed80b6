import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../../model/json.ts';
import { unique } from '../common/java-hash-set.ts';
import { integer, list } from './arguments.ts';
import { type Intrinsics, InvalidArguments } from './intrinsic.ts';

const MAX_RANGE_ITEMS = 1000;

export const arrays: Intrinsics = {
  'States.Array': {
    takes: [0, Number.POSITIVE_INFINITY],
    run: (values) => [...values],
  },
  'States.ArrayContains': {
    takes: [2, 2],
    run: ([items, wanted]) => list(items).some((item) => isDeepStrictEqual(item, wanted)),
  },
  /** AWS answers null for any index of an empty array. */
  'States.ArrayGetItem': {
    takes: [2, 2],
    run([items, index]) {
      const all = list(items);
      const at = integer(index);
      if (all.length === 0) return null;
      const item = all[at];
      if (item === undefined) throw new InvalidArguments();
      return item;
    },
  },
  'States.ArrayLength': {
    takes: [1, 1],
    run: ([items]) => list(items).length,
  },
  'States.ArrayPartition': {
    takes: [2, 2],
    run([items, size]) {
      const whole = list(items);
      const step = integer(size);
      if (step < 1) throw new InvalidArguments();
      const parts: Json[] = [];
      for (let start = 0; start < whole.length; start += step) parts.push(whole.slice(start, start + step));
      return parts;
    },
  },
  'States.ArrayRange': {
    takes: [3, 3],
    run(values) {
      const [first = 0, last = 0, step = 0] = values.map(integer);
      const count = Math.max(0, Math.floor((last - first) / step) + 1);
      if (step === 0 || count > MAX_RANGE_ITEMS) throw new InvalidArguments();
      return Array.from({ length: count }, (_, at) => first + at * step);
    },
  },
  /** AWS puts the items through a Java hash set, whose order they come out in. */
  'States.ArrayUnique': {
    takes: [1, 1],
    run: ([items]) => unique(list(items)),
  },
};
