/** Every intrinsic function, by the name that the States Language gives it. */

import { array } from './array.ts';
import { arrayContains } from './array-contains.ts';
import { arrayGetItem } from './array-get-item.ts';
import { arrayLength } from './array-length.ts';
import { arrayPartition } from './array-partition.ts';
import { arrayRange } from './array-range.ts';
import { arrayUnique } from './array-unique.ts';
import { base64Decode } from './base64-decode.ts';
import { base64Encode } from './base64-encode.ts';
import { format } from './format.ts';
import { hash } from './hash.ts';
import type { Intrinsic } from './intrinsic.ts';
import { jsonMerge } from './json-merge.ts';
import { jsonToString } from './json-to-string.ts';
import { mathAdd } from './math-add.ts';
import { mathRandom } from './math-random.ts';
import { stringSplit } from './string-split.ts';
import { stringToJson } from './string-to-json.ts';
import { uuid } from './uuid.ts';

export const intrinsics: ReadonlyMap<string, Intrinsic> = new Map([
  ['States.Array', array],
  ['States.ArrayContains', arrayContains],
  ['States.ArrayGetItem', arrayGetItem],
  ['States.ArrayLength', arrayLength],
  ['States.ArrayPartition', arrayPartition],
  ['States.ArrayRange', arrayRange],
  ['States.ArrayUnique', arrayUnique],
  ['States.Base64Decode', base64Decode],
  ['States.Base64Encode', base64Encode],
  ['States.Format', format],
  ['States.Hash', hash],
  ['States.JsonMerge', jsonMerge],
  ['States.JsonToString', jsonToString],
  ['States.MathAdd', mathAdd],
  ['States.MathRandom', mathRandom],
  ['States.StringSplit', stringSplit],
  ['States.StringToJson', stringToJson],
  ['States.UUID', uuid],
]);
