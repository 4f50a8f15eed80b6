/** What JSONata calculates with: JavaScript's numbers. */

import { ExactNumber } from '../../model/exact-number.ts';

const known = new WeakMap<object, object>();

/** A value without exact numbers; the same object where it has none. */
export function inexact<Value>(value: Value): Value {
  if (value instanceof ExactNumber) return value.valueOf() as Value;
  if (typeof value !== 'object' || value === null) return value;
  const converted = known.get(value) ?? convert(value);
  known.set(value, converted);
  return converted as Value;
}

function convert(value: object): object {
  const parts = Object.entries(value);
  const converted = parts.map(([name, part]) => [name, inexact(part)] as const);
  if (converted.every(([, part], at) => part === parts[at]?.[1])) return value;
  return Array.isArray(value) ? converted.map(([, part]) => part) : Object.fromEntries(converted);
}
