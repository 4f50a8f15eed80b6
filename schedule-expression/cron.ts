/**
 * `cron(minutes hours day-of-month month day-of-week year)` as EventBridge accepts it: of rules in UTC. croner finds the runs;
 * what EventBridge reads differently (ranges that wrap, `L` as a weekday, `L-3`) is translated for it.
 */

import { Cron } from 'croner';
import { memberOf, numbersOf, type Range, ScheduleError, whole } from './field.ts';

/** The first run after a time, both in milliseconds since 1970; undefined where none comes any more. */
export type NextRun = (after: number) => number | undefined;

const MINUTES: Range = { least: 0, most: 59 };
const HOURS: Range = { least: 0, most: 23 };
const DAYS: Range = { least: 1, most: 31 };
const MONTHS: Range = {
  least: 1,
  most: 12,
  names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
};
const WEEKDAYS: Range = { least: 1, most: 7, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] };
const YEARS: Range = { least: 1970, most: 2199 };

/** @throws ScheduleError for what EventBridge rejects, and for an unknown time zone. */
export function cron(fields: string, timeZone: string): NextRun {
  const dateIn = datesOf(timeZone);
  const [minutes = '', hours = '', day = '', month = '', weekday, year, ...rest] = fields.split(/\s+/);
  if (weekday === undefined || year === undefined || rest.length > 0) {
    throw new ScheduleError('a cron expression has six fields');
  }
  if ((day === '?') === (weekday === '?')) {
    throw new ScheduleError("exactly one of day-of-month and day-of-week must be '?'");
  }
  const time = `0 ${numbers(minutes, MINUTES)} ${numbers(hours, HOURS)}`;
  const [inMonths, inYears] = [numbers(month, MONTHS), numbers(year, YEARS)];
  const runsOn = (days: string, weekdays: string) =>
    runs(`${time} ${days} ${inMonths} ${weekdays} ${inYears}`, timeZone);
  const items = (day === '?' ? weekday : day).toUpperCase().split(',');
  return earliest(
    items.map((item) => {
      if (day === '?') return runsOn('?', weekdayItem(item));
      const before = daysBeforeLast(item);
      if (before === undefined) return runsOn(dayItem(item), '?');
      const days = [28, 29, 30, 31].map((last) => last - before).filter((each) => each > 0);
      return filtered(runsOn(days.join(','), '?'), (run) => isBeforeLast(dateIn(run), before));
    }),
  );
}

function runs(expression: string, timezone: string): NextRun {
  // EventBridge counts weekdays from Sunday as 1, which croner calls alternative.
  const parsed = new Cron(expression, { timezone, alternativeWeekdays: true });
  return (after) => parsed.nextRun(new Date(after))?.getTime();
}

function earliest(all: readonly NextRun[]): NextRun {
  return (after) => {
    const times = all.flatMap((next) => next(after) ?? []);
    return times.length > 0 ? Math.min(...times) : undefined;
  };
}

function filtered(next: NextRun, isOne: (run: number) => boolean): NextRun {
  return (after) => {
    let run = next(after);
    while (run !== undefined && !isOne(run)) run = next(run);
    return run;
  };
}

interface LocalDate {
  year: number;
  month: number;
  day: number;
}

function datesOf(timeZone: string): (time: number) => LocalDate {
  const format = formatIn(timeZone);
  return (time) => {
    const [year = 0, month = 0, day = 0] = format.format(time).split('-').map(Number);
    return { year, month, day };
  };
}

/** That of Sweden writes dates as 2024-02-29. */
function formatIn(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('sv-SE', { timeZone });
  } catch (error) {
    if (error instanceof RangeError) throw new ScheduleError(`there is no time zone '${timeZone}'`);
    throw error;
  }
}

/** Whether it is so many days before the last of its month. */
function isBeforeLast({ year, month, day }: LocalDate, days: number): boolean {
  return day + days === new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Without ranges, steps and names. */
function numbers(field: string, range: Range): string {
  return field === '*' ? '*' : [...numbersOf(field, range)].join(',');
}

/** `L` (the last day), `15W` and `LW` (the weekday nearest to it), numbers. */
function dayItem(item: string): string {
  if (item === 'L' || item === 'LW') return item;
  return item.endsWith('W') ? `${memberOf(item.slice(0, -1), DAYS)}W` : numbers(item, DAYS);
}

/** 3 for `L-3`, the third day before the last. */
function daysBeforeLast(item: string): number | undefined {
  if (!item.startsWith('L-')) return undefined;
  const days = whole(item.slice(2));
  if (days > 30) throw new ScheduleError(`'${item}' lies before every month`);
  return days;
}

/** Numbers and names, `L` (Saturday), `6L` (the last Friday), `SAT#3` (the third Saturday). */
function weekdayItem(item: string): string {
  if (item === 'L') return '7';
  if (item.endsWith('L')) return `${memberOf(item.slice(0, -1), WEEKDAYS)}L`;
  if (!item.includes('#')) return numbers(item, WEEKDAYS);
  const [name = '', count = ''] = item.split('#');
  return `${memberOf(name, WEEKDAYS)}#${memberOf(count, { least: 1, most: 5 })}`;
}
