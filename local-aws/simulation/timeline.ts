/**
 * The statuses of a simulated resource over time. Future steps are written when their cause happens, so the simulation
 * needs no timer, survives a kill of its process, and can be read as it was some seconds ago (a stale read).
 */

/** The service does not list it: no longer, or not yet. */
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

/** Past steps that are kept: enough for any stale read. */
const KEPT_STEPS = 8;

export function stepAt(timeline: Timeline, time: number): Step {
  return timeline.findLast(({ at }) => at <= time) ?? { at: 0, status: ABSENT };
}

/** The next step, where one is known. */
export function stepAfter(timeline: Timeline, time: number): Step | undefined {
  return timeline.find(({ at }) => at > time);
}

/** The timeline up to now, then the new steps: steps that were still to come are dropped. */
export function continueTimeline(timeline: Timeline, now: number, steps: Timeline): Timeline {
  return [...timeline.filter(({ at }) => at <= now).slice(-KEPT_STEPS), ...steps];
}
