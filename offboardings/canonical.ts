/** The canonical text of a JSON value, and its hash. */

import { createHash } from 'node:crypto';

/** Keys in the order of their UTF-16 code units, no white space (RFC 8785 in spirit); undefined members left out. */
export function canonical(value: unknown): string {
  return JSON.stringify(ordered(value));
}

export function sha256(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, ordered(member)]),
  );
}
