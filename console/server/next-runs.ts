/** When a schedule of EventBridge runs next. */

import { nextRun, ScheduleError } from '@offboard/schedule-expression';

/**
 * The next runs as ISO 8601. EventBridge counts a rate from when the rule was created or changed, which no API tells:
 * a rate has no next run that could be named.
 */
export function nextRuns(expression: string, now: number, count: number): string[] {
  if (!expression.startsWith('cron(')) return [];
  const runs: number[] = [];
  try {
    while (runs.length < count) {
      const next = nextRun(expression, runs.at(-1) ?? now);
      if (next === undefined) break;
      runs.push(next);
    }
  } catch (error) {
    // The page shows an expression that cannot be read as it is written.
    if (!(error instanceof ScheduleError)) throw error;
  }
  return runs.map((time) => new Date(time).toISOString());
}
