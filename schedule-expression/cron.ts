/** `cron(minutes hours day-of-month month day-of-week year)`, in UTC, as EventBridge rules take it. */

import { type Days, daysOfMonth, daysOfWeek } from './days.ts';
import { numbersOf, ScheduleError } from './field.ts';

/** The first run after a time, both in milliseconds since 1970; undefined where none comes any more. */
export type NextRun = (after: number) => number | undefined;

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const MINUTE = 60_000;

interface Cron {
  minutes: readonly number[];
  hours: readonly number[];
  days: Days;
  months: readonly number[];
  years: readonly number[];
}

/** @throws ScheduleError */
export function cron(fields: string): NextRun {
  const [minutes = '', hours = '', day = '', month = '', weekday, year, ...rest] = fields.split(/\s+/);
  if (weekday === undefined || year === undefined || rest.length > 0) {
    throw new ScheduleError('a cron expression has six fields');
  }
  if ((day === '?') === (weekday === '?')) {
    throw new ScheduleError("exactly one of day-of-month and day-of-week must be '?'");
  }
  const parsed: Cron = {
    minutes: sorted(numbersOf(minutes, { least: 0, most: 59 })),
    hours: sorted(numbersOf(hours, { least: 0, most: 23 })),
    days: day === '?' ? daysOfWeek(weekday) : daysOfMonth(day),
    months: sorted(numbersOf(month, { least: 1, most: 12, names: MONTHS })),
    years: sorted(numbersOf(year, { least: 1970, most: 2199 })),
  };
  parsed.days(2024, 1);
  return (after) => firstFrom(parsed, Math.floor(after / MINUTE) * MINUTE + MINUTE);
}

function firstFrom({ minutes, hours, days, months, years }: Cron, start: number): number | undefined {
  const from = new Date(start);
  for (const year of years.filter((each) => each >= from.getUTCFullYear())) {
    for (const month of months) {
      if (Date.UTC(year, month) <= start) continue;
      for (const day of sorted(days(year, month))) {
        if (Date.UTC(year, month - 1, day + 1) <= start || !isDay(year, month, day)) continue;
        for (const hour of hours) {
          const minute = minutes.find((each) => Date.UTC(year, month - 1, day, hour, each) >= start);
          if (minute !== undefined) return Date.UTC(year, month - 1, day, hour, minute);
        }
      }
    }
  }
  return undefined;
}

/** 30 February and the day before the first are not. */
function isDay(year: number, month: number, day: number): boolean {
  return day >= 1 && new Date(Date.UTC(year, month - 1, day)).getUTCMonth() === month - 1;
}

function sorted(values: Iterable<number>): number[] {
  return [...values].sort((a, b) => a - b);
}
