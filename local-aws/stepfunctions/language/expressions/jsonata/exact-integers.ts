/**
 * JSONata calculates with JavaScript's numbers, where AWS's has 64-bit integers. Integers beyond 2^53 are rounded for an
 * evaluation, and what comes out of it unchanged is exact again.
 */

import { ExactNumber } from '../../model/exact-number.ts';

export class ExactIntegers {
  readonly #exact = new Map<number, ExactNumber>();

  /** A value without exact numbers; the same object where it has none. */
  rounded<Value>(value: Value): Value {
    if (value instanceof ExactNumber) return this.#round(value) as Value;
    if (typeof value !== 'object' || value === null || known.has(value)) return value;
    const converted = mapped(value, (part) => this.rounded(part));
    if (converted === value) known.add(value);
    return converted;
  }

  /** A result in which rounded integers are exact again. */
  restored<Value>(value: Value): Value {
    if (this.#exact.size === 0) return value;
    if (typeof value === 'number') return (this.#exact.get(value) ?? value) as Value;
    return typeof value === 'object' && value !== null ? mapped(value, (part) => this.restored(part)) : value;
  }

  #round(exact: ExactNumber): number {
    const rounded = exact.valueOf();
    if (!Number.isSafeInteger(rounded)) this.#exact.set(rounded, exact);
    return rounded;
  }
}

/** Values without exact numbers, so that an input is searched once only. */
const known = new WeakSet<object>();

function mapped<Value extends object>(value: Value, map: (part: unknown) => unknown): Value {
  const parts = Object.entries(value);
  const changed = parts.map(([name, part]) => [name, map(part)] as const);
  if (changed.every(([, part], at) => part === parts[at]?.[1])) return value;
  return (Array.isArray(value) ? changed.map(([, part]) => part) : Object.fromEntries(changed)) as Value;
}
