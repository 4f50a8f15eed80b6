/** How Java shows a value as text, which is what States.Format puts in. */

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

/** Doubles below a thousandth and from ten million on have an exponent, and always a point. */
function javaNumber(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) || (size >= 1e-3 && size < 1e7)) return String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}
