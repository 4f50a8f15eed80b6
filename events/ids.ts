/** Derived ids: every copy of an answer has the same one. */

import { createHash } from 'node:crypto';

/** Crockford's base 32, the alphabet of ULIDs. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/**
 * The id of the answer of one detail-type to one request, in the shape of a ULID. It keeps the ten characters of time
 * of a request that has a ULID, so that the two sort next to each other.
 */
export function answerId(requestId: string, detailType: string): string {
  const hash = createHash('sha256').update(`${requestId}\n${detailType}`).digest();
  const letters = Array.from(hash.subarray(0, 26), (byte) => ALPHABET.charAt(byte % 32)).join('');
  return ULID.test(requestId) ? requestId.slice(0, 10) + letters.slice(10) : `0${letters.slice(1)}`;
}
