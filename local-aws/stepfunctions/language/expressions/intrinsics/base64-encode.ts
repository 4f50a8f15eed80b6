import { shortText } from './arguments.ts';
import type { Intrinsic } from './intrinsic.ts';

/** States.Base64Encode: a text in Base64. */
export const base64Encode: Intrinsic = {
  takes: [1, 1],
  run: ([value]) => Buffer.from(shortText(value), 'utf8').toString('base64'),
};
