/** How long an execution may run at most: then it has timed out, whatever it waits for. */

import type { Execution } from './types.ts';

const SECOND = 1000;
const DAY = 24 * 3600 * SECOND;

/** The developer guide's quotas: one year for a standard execution, five minutes for an express one. */
const LONGEST = { STANDARD: 365 * DAY, EXPRESS: 300 * SECOND };

/** Milliseconds since 1970. A redriven execution begins to count anew. */
export function endOfLife({ spec, startDate, redriveDate }: Execution): number {
  return (redriveDate ?? startDate) + LONGEST[spec.type ?? 'STANDARD'];
}
