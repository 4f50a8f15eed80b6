/** When a request gives up. */

/** No execution waits longer than this. */
export const LONGEST_DEADLINE_DAYS = 30;

/** A deadline lies after its request's timestamp, and no further than 30 days. */
export function deadlineFits(requestedAt: string, deadline: string | undefined): boolean {
  if (deadline === undefined) return true;
  const span = Date.parse(deadline) - Date.parse(requestedAt);
  return span > 0 && span <= LONGEST_DEADLINE_DAYS * 86_400_000;
}
