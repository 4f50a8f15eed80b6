/** Ids of events: what they may be, and those of answers, which are derived: every copy of an answer has the same one. */

import { createHash } from 'node:crypto';

/** Crockford's base 32, the alphabet of ULIDs. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** Nothing that an id may hold means anything in a key, an ARN, a pattern or a log line. */
export const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

/**
 * The id of the answer of one detail-type to one request, in the shape of a ULID. It keeps the ten characters of time
 * of a request that has a ULID, so that the two sort next to each other.
 */
export function answerId(requestId: string, detailType: string): string {
  const hash = createHash('sha256').update(`${requestId}\n${detailType}`).digest();
  const letters = Array.from(hash.subarray(0, 26), (byte) => ALPHABET.charAt(byte % 32)).join('');
  return ULID.test(requestId) ? requestId.slice(0, 10) + letters.slice(10) : `0${letters.slice(1)}`;
}
