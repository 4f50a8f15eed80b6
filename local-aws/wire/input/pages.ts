/** Pages of a list. A token names the last row of its page, so that rows may come and go between two pages. */

import { decodePageToken, encodePageToken } from './page-token.ts';

/** Lists give pages of at most `most` rows; `emptyFirst` begins them with an empty page and a token. */
export interface PageOptions {
  most?: number;
  emptyFirst?: boolean;
}

export interface PageRequest<Row> {
  /** The caller's limit; 0 and absent mean the service's default. */
  max?: number | undefined;
  /** The service's default. */
  usual: number;
  token?: string | undefined;
  keyOf(row: Row): string;
  /** The service's error for a token that it did not give. */
  refuse(): Error;
  options: PageOptions;
}

export interface Page<Row> {
  rows: Row[];
  token?: string;
}

/** The token's key on an empty first page. */
const START = '\u0000';

export function page<Row>(all: readonly Row[], request: PageRequest<Row>): Page<Row> {
  const { token, keyOf, options } = request;
  const after = token === undefined ? undefined : read(token, request);
  if (after === undefined && options.emptyFirst && all.length > 0) return { rows: [], token: encodePageToken(START) };
  const sorted = all.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const left = after === undefined || after === START ? sorted : sorted.filter((row) => keyOf(row) > after);
  const size = Math.min(Math.max(Number(request.max), 0) || request.usual, options.most ?? Number.POSITIVE_INFINITY);
  const rows = left.slice(0, size);
  const last = rows.at(-1);
  return left.length > rows.length && last !== undefined ? { rows, token: encodePageToken(keyOf(last)) } : { rows };
}

function read<Row>(token: string, { refuse }: PageRequest<Row>): string {
  const key = decodePageToken(token);
  if (typeof key !== 'string') throw refuse();
  return key;
}
