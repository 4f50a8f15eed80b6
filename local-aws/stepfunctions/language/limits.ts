/** AWS's limits on data. */

import { StateFailure } from './failure.ts';

/** Bytes of UTF-8 that an input, an output, a result or an Assign may have. */
const MOST_BYTES = 262_144;

/** The longest that a task's timeouts and a Wait's Seconds may be. */
export const MOST_SECONDS = 99_999_999;

export function fits(text: string): boolean {
  return text.length * 3 <= MOST_BYTES || Buffer.byteLength(text) <= MOST_BYTES;
}

/** What AWS says of data that is too big; `subject` is the state, or what its task called. */
export function dataLimitExceeded(
  subject: string,
  did: 'returned a result' | 'got an input' | 'assigned variables' = 'returned a result',
): StateFailure {
  return new StateFailure({
    error: 'States.DataLimitExceeded',
    cause: `The state/task '${subject}' ${did} with a size exceeding the maximum number of bytes service limit.`,
  });
}
