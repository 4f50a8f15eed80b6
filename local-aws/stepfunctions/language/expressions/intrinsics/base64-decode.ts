import { shortText } from './arguments.ts';
import type { Intrinsic } from './intrinsic.ts';

/** States.Base64Decode: the text that a Base64 text stands for. AWS passes over characters that are not Base64's. */
export const base64Decode: Intrinsic = {
  takes: [1, 1],
  run: ([value]) => Buffer.from(shortText(value), 'base64').toString('utf8'),
};
