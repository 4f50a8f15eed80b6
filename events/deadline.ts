export const DAY_MS = 24 * 60 * 60 * 1000;

/** The longest that an execution waits. */
export const LONGEST_DEADLINE_DAYS = 30;

/** A deadline is after its request's timestamp, by 30 days at most. */
export function deadlineFits(requestedAt: string, deadline: string | undefined): boolean {
  if (deadline === undefined) return true;
  const span = Date.parse(deadline) - Date.parse(requestedAt);
  return span > 0 && span <= LONGEST_DEADLINE_DAYS * DAY_MS;
}
