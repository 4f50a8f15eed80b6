/** When a schedule runs next. EventBridge does not return that; the expression says it. */

import { nextRun, ScheduleError } from '@offboard/schedule-expression';

/**
 * @param anchor when a rate began to count, in milliseconds since 1970: EventBridge counts it from when the rule was made
 * or changed, which no API returns. A rate without an anchor has no next run that is known.
 * @returns at most `count` times, ISO 8601; empty for an expression that cannot be read.
 */
export function nextRuns(expression: string, now: number, count: number, anchor?: number): string[] {
  if (expression.startsWith('rate(') && anchor === undefined) return [];
  const runs: string[] = [];
  try {
    for (let after = now; runs.length < count; ) {
      const next = nextRun(expression, after, anchor);
      if (next === undefined) break;
      runs.push(new Date(next).toISOString());
      after = next;
    }
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
  }
  return runs;
}
