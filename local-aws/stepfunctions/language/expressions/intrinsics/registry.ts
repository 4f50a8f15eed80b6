/** Every intrinsic function, by the name that the States Language gives it. */

import { arrays } from './arrays.ts';
import type { Intrinsic } from './intrinsic.ts';
import { json } from './json.ts';
import { math } from './math.ts';
import { strings } from './strings.ts';

export const intrinsics: ReadonlyMap<string, Intrinsic> = new Map(
  Object.entries({ ...arrays, ...json, ...math, ...strings }),
);
