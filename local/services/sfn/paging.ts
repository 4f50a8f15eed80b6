/** Lists in pages. A token is good for its own list, and for 24 hours. */

import { createHash } from 'node:crypto';
import { invalidToken } from './errors.ts';

const DEFAULT_PAGE = 100;
const VALIDITY = 24 * 3_600_000;

interface Token {
  /** Whose page it is. */
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

/**
 * @param list tells this list and its filters from all others: "Keep all other arguments unchanged."
 * @param read up to so many items after the last number seen.
 * @throws InvalidToken
 */
export function page<Item>(
  { maxResults, nextToken }: PageRequest,
  list: readonly unknown[],
  now: number,
  read: (limit: number, last: number | undefined) => Item[],
  numberOf: (item: Item) => number,
): Page<Item> {
  const limit = maxResults || DEFAULT_PAGE;
  const key = createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 16);
  const items = read(limit + 1, nextToken === undefined ? undefined : lastSeen(nextToken, key, now));
  if (items.length <= limit) return { items, nextToken: undefined };
  const shown = items.slice(0, limit);
  const last = numberOf(shown.at(-1) as Item);
  return { items: shown, nextToken: write({ list: key, last, expires: now + VALIDITY }) };
}

function write(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function lastSeen(text: string, list: string, now: number): number {
  const { list: of, last, expires = 0 } = read(text);
  if (of !== list || !(expires > now) || !Number.isSafeInteger(last)) throw invalidToken('Invalid token');
  return last as number;
}

function read(text: string): Partial<Token> {
  try {
    return (JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) ?? {}) as Partial<Token>;
  } catch {
    return {};
  }
}
