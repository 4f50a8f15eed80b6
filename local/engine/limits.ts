/** AWS's limits on data. */

import { StateFailure } from './failure.ts';

/** Bytes of UTF-8 that an input, an output or a result may have. */
export const MOST_BYTES = 262_144;

export function fits(text: string): boolean {
  return text.length * 3 <= MOST_BYTES || Buffer.byteLength(text) <= MOST_BYTES;
}

/** What AWS says of a result that is too big; `subject` is the state, or what its task called. */
export function dataLimitExceeded(subject: string): StateFailure {
  return new StateFailure({
    error: 'States.DataLimitExceeded',
    cause: `The state/task '${subject}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  });
}
