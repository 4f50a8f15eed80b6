/** When a schedule of EventBridge runs next. */

import { Cron } from 'croner';

const RATE = /^rate\((\d+) (minute|hour|day)s?\)$/;
const UNIT = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/**
 * The next runs as ISO 8601. EventBridge counts a rate from when the rule was made or changed, which it tells nobody:
 * a rate has no next run that could be named.
 */
export function nextRuns(expression: string, now: number, count: number): string[] {
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1];
  if (fields === undefined) return [];
  try {
    // EventBridge's six fields stand after the seconds that it does not have; its weeks begin with Sunday as 1.
    const cron = new Cron(`0 ${fields}`, { timezone: 'UTC', alternativeWeekdays: true, sloppyRanges: true });
    return cron.nextRuns(count, new Date(now)).map((date) => date.toISOString());
  } catch {
    // An expression that EventBridge takes and the reader of it does not: the page shows it as it is written.
    return [];
  }
}

/** Milliseconds between two runs of a rate; undefined for a cron expression. */
export function rateOf(expression: string): number | undefined {
  const [, amount, unit] = RATE.exec(expression) ?? [];
  return unit === undefined ? undefined : Number(amount) * UNIT[unit as keyof typeof UNIT];
}
