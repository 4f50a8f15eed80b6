/** One thing that is wrong with a request, and where. */

import * as v from 'valibot';

export const problemSchema = v.strictObject({
  /** In the refused event: `detail.data.target.domainName`. */
  path: v.string(),
  message: v.string(),
});

/** The path names the field; valibot says it again, and of one that is missing that `undefined` was received. */
export function messageOf({ type, expected, received, message }: v.BaseIssue<unknown>): string {
  if (type !== 'strict_object') return message;
  if (expected === 'never') return 'Unknown field';
  return received === 'undefined' ? 'Expected, but missing' : message;
}
