/**
 * `cron(minutes hours day-of-month month day-of-week year)`, in UTC, as EventBridge rules accept it. croner finds the runs;
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

const DAY = 24 * 60 * 60_000;

/** @throws ScheduleError for what EventBridge rejects. */
export function cron(fields: string): NextRun {
  const [minutes = '', hours = '', day = '', month = '', weekday, year, ...rest] = fields.split(/\s+/);
  if (weekday === undefined || year === undefined || rest.length > 0) {
    throw new ScheduleError('a cron expression has six fields');
  }
  if ((day === '?') === (weekday === '?')) {
    throw new ScheduleError("exactly one of day-of-month and day-of-week must be '?'");
  }
  const time = `0 ${numbers(minutes, MINUTES)} ${numbers(hours, HOURS)}`;
  const [inMonths, inYears] = [numbers(month, MONTHS), numbers(year, YEARS)];
  const runsOn = (days: string, weekdays: string) => runs(`${time} ${days} ${inMonths} ${weekdays} ${inYears}`);
  const items = (day === '?' ? weekday : day).toUpperCase().split(',');
  return earliest(
    items.map((item) => {
      if (day === '?') return runsOn('?', weekdayItem(item));
      const before = daysBeforeLast(item);
      return before === undefined ? runsOn(dayItem(item), '?') : shifted(runsOn('L', '?'), before * DAY);
    }),
  );
}

function runs(expression: string): NextRun {
  // EventBridge counts weekdays from Sunday as 1, which croner calls alternative.
  const parsed = new Cron(expression, { timezone: 'UTC', alternativeWeekdays: true });
  return (after) => parsed.nextRun(new Date(after))?.getTime();
}

function earliest(all: readonly NextRun[]): NextRun {
  return (after) => {
    const times = all.flatMap((next) => next(after) ?? []);
    return times.length > 0 ? Math.min(...times) : undefined;
  };
}

/** The runs so many milliseconds before others, where that is still in the same month. */
function shifted(next: NextRun, by: number): NextRun {
  return (after) => {
    for (let from = after; ; ) {
      const run = next(from + by);
      if (run === undefined) return undefined;
      const earlier = run - by;
      if (new Date(earlier).getUTCMonth() === new Date(run).getUTCMonth()) return earlier;
      from = earlier;
    }
  };
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
