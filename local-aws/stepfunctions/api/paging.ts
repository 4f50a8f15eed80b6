/** Lists in pages. A token is good for its own list, and for 24 hours. */

import { createHash } from 'node:crypto';
import { decodePageToken, encodePageToken } from '../../wire/input/page-token.ts';
import { invalidToken } from './errors.ts';

const DEFAULT_PAGE = 100;
const VALIDITY = 24 * 3_600_000;

interface Token {
  /** The list that the page belongs to. */
  list: string;
  /** The last number seen. */
  last: number;
  expires: number;
}

export interface Page<Item> {
  items: Item[];
  nextToken: string | undefined;
}

export interface PageRequest {
  maxResults?: number | undefined;
  nextToken?: string | undefined;
}

export interface Listing<Item> {
  /** Identifies this list and its filters: "Keep all other arguments unchanged." */
  of: readonly unknown[];
  /** Milliseconds since 1970. */
  now: number;
  /** Up to this many items after the last number seen. */
  read(limit: number, last: number | undefined): Item[];
  numberOf(item: Item): number;
}

/** @throws InvalidToken */
export function page<Item>(
  { maxResults, nextToken }: PageRequest,
  { of, now, read, numberOf }: Listing<Item>,
): Page<Item> {
  const limit = maxResults || DEFAULT_PAGE;
  const key = createHash('sha256').update(JSON.stringify(of)).digest('base64url').slice(0, 16);
  const items = read(limit + 1, nextToken === undefined ? undefined : lastSeen(nextToken, key, now));
  if (items.length <= limit) return { items, nextToken: undefined };
  const shown = items.slice(0, limit);
  const last = numberOf(shown.at(-1) as Item);
  return { items: shown, nextToken: encodePageToken({ list: key, last, expires: now + VALIDITY }) };
}

function lastSeen(text: string, list: string, now: number): number {
  const { list: own, last, expires = 0 } = (decodePageToken(text) ?? {}) as Partial<Token>;
  if (own !== list || !(expires > now) || !Number.isSafeInteger(last)) throw invalidToken('Invalid token');
  return last as number;
}
