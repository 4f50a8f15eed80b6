/** The canonical text of a JSON value (RFC 8785, JSON Canonicalization Scheme), and its hash. */

import { createHash } from 'node:crypto';

/**
 * Members in the order of their names' UTF-16 code units, no white space, numbers and strings as ECMAScript writes them.
 * Undefined members are left out. Written out by hand, because an object of JavaScript moves names such as `10` to its front.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}

export function sha256(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

/** Lone surrogates, which have no UTF-8, become U+FFFD: what is left is I-JSON (RFC 7493), which all languages read alike. */
export function toIJson<Value>(value: Value): Value;
export function toIJson(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map((item) => toIJson(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name.toWellFormed(), toIJson(member)]));
}
