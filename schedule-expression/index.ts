/** Schedule expressions of EventBridge rules: validated as AWS does, and when the next run is. */

import { cron, type NextRun } from './cron.ts';
import { ScheduleError } from './field.ts';

export { ScheduleError } from './field.ts';

const MINUTE = 60_000;
const UNITS: Readonly<Record<string, number>> = { minute: MINUTE, hour: 60 * MINUTE, day: 24 * 60 * MINUTE };

/**
 * When a rule with this expression runs next.
 * @param after milliseconds since 1970.
 * @param anchor when a rate began to count: the runs of `rate(...)` lie at whole multiples after it.
 * @returns milliseconds since 1970; undefined where no run comes any more.
 * @throws ScheduleError where AWS refuses the expression.
 */
export function nextRun(expression: string, after: number, anchor = after): number | undefined {
  return parseSchedule(expression)(after, anchor);
}

/** @param timeZone of a cron expression, by its name in the IANA database. @throws ScheduleError */
export function parseSchedule(
  expression: string,
  timeZone = 'UTC',
): (after: number, anchor: number) => number | undefined {
  const [, sort, inside = ''] = /^(rate|cron)\((\S(?:.*\S)?)\)$/.exec(expression) ?? [];
  if (sort === 'rate') {
    const period = periodOf(inside);
    return (after, anchor) => anchor + (Math.floor((after - anchor) / period) + 1) * period;
  }
  if (sort === 'cron') {
    const next: NextRun = cron(inside, timeZone);
    return (after) => next(after);
  }
  throw new ScheduleError(`'${expression}' is neither rate(...) nor cron(...)`);
}

/** Singular exactly where the value is 1. */
function periodOf(text: string): number {
  const [, value = '', unit = '', plural] = /^([1-9]\d*) (minute|hour|day)(s?)$/.exec(text) ?? [];
  const one = value === '1';
  if (value === '' || one === (plural === 's')) {
    throw new ScheduleError(
      `'${text}' is not '1 minute', '1 hour', '1 day' or a greater number of minutes, hours or days`,
    );
  }
  return Number(value) * (UNITS[unit] as number);
}
