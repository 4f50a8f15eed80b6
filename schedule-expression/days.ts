/** The two day fields of a cron expression: which days of a month they mean. */

import { memberOf, numbersOf, type Range, ScheduleError, whole } from './field.ts';

/** The days of this month (1 to 12) of this year, in no order. */
export type Days = (year: number, month: number) => number[];

const DAYS_OF_MONTH: Range = { least: 1, most: 31 };
const DAYS_OF_WEEK: Range = { least: 1, most: 7, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] };

/** Day of month: numbers, `L` (the last), `L-3` (the third before it), `15W` and `LW` (the weekday nearest to it). */
export function daysOfMonth(field: string): Days {
  const items = field.split(',').map((item) => item.toUpperCase());
  const tests = items.map((item): Days => {
    if (item === 'L') return (year, month) => [lengthOf(year, month)];
    if (item === 'LW') return (year, month) => [nearestWeekday(year, month, lengthOf(year, month))];
    if (item.startsWith('L-')) {
      const before = whole(item.slice(2));
      if (before > 30) throw new ScheduleError(`'${item}' lies before every month`);
      return (year, month) => [lengthOf(year, month) - before];
    }
    if (item.endsWith('W')) {
      const day = memberOf(item.slice(0, -1), DAYS_OF_MONTH);
      return (year, month) => (day > lengthOf(year, month) ? [] : [nearestWeekday(year, month, day)]);
    }
    const days = numbersOf(item, DAYS_OF_MONTH);
    return () => [...days];
  });
  return (year, month) => tests.flatMap((test) => test(year, month));
}

/** Day of week, Sunday is 1: numbers and names, `L` (Saturday), `6L` (the last Friday), `SAT#3` (the third Saturday). */
export function daysOfWeek(field: string): Days {
  const items = field.split(',').map((item) => item.toUpperCase());
  const tests = items.map((item): Days => {
    if (item === 'L') return daysOn(new Set([7]));
    if (item.endsWith('L')) {
      const day = memberOf(item.slice(0, -1), DAYS_OF_WEEK);
      return (year, month) => daysOn(new Set([day]))(year, month).slice(-1);
    }
    if (item.includes('#')) {
      const [name = '', count = ''] = item.split('#');
      const day = memberOf(name, DAYS_OF_WEEK);
      const nth = memberOf(count, { least: 1, most: 5 });
      return (year, month) => daysOn(new Set([day]))(year, month).slice(nth - 1, nth);
    }
    return daysOn(numbersOf(item, DAYS_OF_WEEK));
  });
  return (year, month) => tests.flatMap((test) => test(year, month));
}

/** The days of a month that fall on these days of the week, in order. */
function daysOn(weekdays: ReadonlySet<number>): Days {
  return (year, month) => {
    const days = Array.from({ length: lengthOf(year, month) }, (_, index) => index + 1);
    return days.filter((day) => weekdays.has(weekdayOf(year, month, day)));
  };
}

/** Saturday looks back and Sunday ahead, but never out of the month. */
function nearestWeekday(year: number, month: number, day: number): number {
  const weekday = weekdayOf(year, month, day);
  if (weekday === 7) return day === 1 ? 3 : day - 1;
  if (weekday === 1) return day === lengthOf(year, month) ? day - 2 : day + 1;
  return day;
}

function weekdayOf(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}

function lengthOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
