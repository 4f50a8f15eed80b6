/** The States Language's timestamps: RFC 3339 with a capital T, and a capital Z or an offset. */

import type { Json } from '../../model/json.ts';

const TIMESTAMP = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-](\d{2}):(\d{2}))$/;

/** Java's largest offset. */
const MAX_OFFSET_MINUTES = 18 * 60;

/** Milliseconds since 1970; undefined where the value is no timestamp. */
export function timeOf(value: Json | undefined): number | undefined {
  const [, year, month, day, hour, offsetHours = 0, offsetMinutes = 0] =
    (typeof value === 'string' && TIMESTAMP.exec(value)) || [];
  // JavaScript takes February 30th for March 1st, and the hour 24 for the next day's first.
  const isDay = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
  const isOffset = Number(offsetHours) * 60 + Number(offsetMinutes) <= MAX_OFFSET_MINUTES;
  if (!isDay || !isOffset || !(Number(hour) < 24)) return undefined;
  const time = Date.parse(value as string);
  return Number.isNaN(time) ? undefined : time;
}
