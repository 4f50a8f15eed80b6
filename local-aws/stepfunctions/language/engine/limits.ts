/** AWS's limits on data and time. */

import type { Execution } from '../model/types.ts';
import { StateFailure } from './failure.ts';

/** Bytes of UTF-8 that an input, an output, a result or an Assign may have. */
export const MAX_BYTES = 262_144;

/** The longest that a task's timeouts and a Wait's Seconds may be. */
export const MAX_SECONDS = 99_999_999;

const SECOND = 1000;
const DAY = 24 * 3600 * SECOND;

/** The developer guide's quotas: one year for a standard execution, five minutes for an express one. */
const MAX_DURATION = { STANDARD: 365 * DAY, EXPRESS: 300 * SECOND };

/** When the execution times out at the latest, in milliseconds since 1970. A redrive starts the year again. */
export function endOfLife({ spec, startDate, redriveDate }: Execution): number {
  return (redriveDate ?? startDate) + MAX_DURATION[spec.type ?? 'STANDARD'];
}

export function fits(text: string): boolean {
  return text.length * 3 <= MAX_BYTES || Buffer.byteLength(text) <= MAX_BYTES;
}

/** @param subject the state, or the resource that its task called. */
export function dataLimitExceeded(
  subject: string,
  did: 'returned a result' | 'got an input' | 'assigned variables' = 'returned a result',
): StateFailure {
  return new StateFailure({
    error: 'States.DataLimitExceeded',
    cause: `The state/task '${subject}' ${did} with a size exceeding the maximum number of bytes service limit.`,
  });
}
