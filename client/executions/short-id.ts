/** Prefixes of ULIDs, which people read and type instead of 26 characters. */

const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/;
/** Ten characters are the millisecond; five more tell apart what is of the same one, also what a table does not show. */
const SHORTEST = 15;
const PREFIX = new RegExp(`^[0-9A-HJKMNP-TV-Z]{${SHORTEST},25}$`);

/** May be the beginning of a ULID that is longer. */
export function isUlidPrefix(text: string): boolean {
  return PREFIX.test(text);
}

/** @param others ids that the prefix must not be of. @returns ids that are no ULID whole. */
export function shortId(id: string, others: readonly string[]): string {
  if (!ULID.test(id)) return id;
  let length = SHORTEST;
  while (others.some((other) => other !== id && other.startsWith(id.slice(0, length)))) length++;
  return id.slice(0, length);
}
