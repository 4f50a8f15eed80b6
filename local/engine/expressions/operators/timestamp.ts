/** The States Language's timestamps: RFC 3339 with a capital T, and a capital Z or an offset. */

import type { Json } from '../../types.ts';

const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Milliseconds since 1970; undefined where the value is no timestamp. */
export function timeOf(value: Json | undefined): number | undefined {
  if (typeof value !== 'string' || !TIMESTAMP.test(value)) return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}
