/** How Java shows a value as text, which is what States.Format puts in. */

import { javaNumber } from '../../model/java-number.ts';
import { isObject, type Json } from '../../model/json.ts';

/** Java's String.valueOf: `{Arg1=1, Arg2=[a, b]}`. */
export function javaText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(javaText).join(', ')}]`;
  if (isObject(value)) {
    const fields = Object.entries(value).map(([name, field]) => `${name}=${javaText(field)}`);
    return `{${fields.join(', ')}}`;
  }
  return typeof value === 'number' ? javaNumber(value) : String(value);
}
