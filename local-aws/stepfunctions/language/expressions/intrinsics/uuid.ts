import { randomUuid } from '../uuid.ts';
import type { Intrinsic } from './intrinsic.ts';

/** States.UUID: a version 4 UUID. */
export const uuid: Intrinsic = {
  takes: [0, 0],
  run: (_none, { random }) => randomUuid(random),
};
