/** When a schedule of EventBridge runs next. */

import { Cron } from 'croner';

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
