import type { Intrinsic } from './intrinsic.ts';

/** States.JsonToString: a value as JSON text. */
export const jsonToString: Intrinsic = {
  takes: [1, 1],
  run: ([value = null]) => JSON.stringify(value),
};
