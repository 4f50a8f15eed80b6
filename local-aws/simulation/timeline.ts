/**
 * What a thing shows over time, as dated steps. Steps that lie ahead are written when their cause happens, so the cloud
 * needs no timer, survives a kill, and can be looked at as it was some seconds ago (a stale read).
 */

/** No longer, or not yet, listed by its service. */
export const ABSENT = 'ABSENT';

export interface Step {
  /** Milliseconds since 1970. */
  at: number;
  /** The service's own word, or ABSENT. */
  status: string;
  errorType?: string;
  message?: string;
}

export type Timeline = readonly Step[];

/** Enough for a look back of any stale read. */
const REMEMBERED = 8;

export function stepAt(timeline: Timeline, time: number): Step {
  return timeline.findLast(({ at }) => at <= time) ?? { at: 0, status: ABSENT };
}

/** The step that comes next, if one is known. */
export function stepAfter(timeline: Timeline, time: number): Step | undefined {
  return timeline.find(({ at }) => at > time);
}

/** What had not happened yet no longer will: the new steps take its place. */
export function continueTimeline(timeline: Timeline, now: number, steps: Timeline): Timeline {
  return [...timeline.filter(({ at }) => at <= now).slice(-REMEMBERED), ...steps];
}
