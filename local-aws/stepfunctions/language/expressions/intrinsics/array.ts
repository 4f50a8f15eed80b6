import type { Intrinsic } from './intrinsic.ts';

/** States.Array: its arguments, in a list. */
export const array: Intrinsic = {
  takes: [0, Number.POSITIVE_INFINITY],
  run: (values) => [...values],
};
