/** When a request gives up. */

export const DAY_MS = 24 * 60 * 60 * 1000;

/** No execution waits longer than this. */
export const LONGEST_DEADLINE_DAYS = 30;

/** A deadline lies after its request's timestamp, and no further than 30 days. */
export function deadlineFits(requestedAt: string, deadline: string | undefined): boolean {
  if (deadline === undefined) return true;
  const span = Date.parse(deadline) - Date.parse(requestedAt);
  return span > 0 && span <= LONGEST_DEADLINE_DAYS * DAY_MS;
}
