/** Pages of lists, in the order of creation. */

import { AwsError } from '../../core/aws.ts';
import { decodePageToken, encodePageToken } from '../../wire/input/page-token.ts';

const PAGE_SIZE = 100;

/** A token names the number of rows before its page. @throws AwsError ValidationError for one that was not given here. */
export function pageOf<Row>(all: readonly Row[], token: string | undefined): { rows: Row[]; NextToken?: string } {
  const start = token === undefined ? 0 : decodePageToken(token);
  if (typeof start !== 'number' || !Number.isInteger(start) || start < 0 || start > all.length) {
    throw new AwsError('ValidationError', 'The specified NextToken is invalid.');
  }
  const end = start + PAGE_SIZE;
  const rows = all.slice(start, end);
  return end < all.length ? { rows, NextToken: encodePageToken(end) } : { rows };
}
