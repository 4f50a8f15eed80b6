/** The literals of a JSONPath: names and indexes in brackets, and the values that a filter compares with. */

import { BoundedRegExp } from '../common/bounded-regex.ts';
import type { Cursor } from '../common/cursor.ts';
import { PathSyntaxError } from './path.ts';

const QUOTED = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy;

/** A string in either kind of quotes. AWS keeps a backslash, except where it keeps a quote from ending the string. */
export function parseQuoted(cursor: Cursor): string {
  const quoted = cursor.match(QUOTED);
  if (quoted === undefined) throw unexpected(cursor);
  return quoted.slice(1, -1).replaceAll(`\\${quoted.charAt(0)}`, quoted.charAt(0));
}

const INTEGER = /-?\d+/y;

export function parseInteger(cursor: Cursor): number {
  const digits = cursor.match(INTEGER);
  if (digits === undefined) throw unexpected(cursor);
  return Number(digits);
}

/** One or more items with commas between them. */
export function parseList<Item>(cursor: Cursor, parseItem: (cursor: Cursor) => Item): Item[] {
  const items: Item[] = [];
  do {
    cursor.skipBlanks();
    items.push(parseItem(cursor));
    cursor.skipBlanks();
  } while (cursor.take(','));
  return items;
}

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true\b|false\b|null\b/iy;

/** A string, number, word, array or object. */
export function parseValue(cursor: Cursor): unknown {
  if (cursor.next === "'" || cursor.next === '"') return parseQuoted(cursor);
  if (cursor.take('[')) return cursor.nested(() => parseArrayRest(cursor)) ?? tooDeep(cursor);
  if (cursor.take('{')) return cursor.nested(() => parseObjectRest(cursor)) ?? tooDeep(cursor);
  const word = cursor.match(WORD) ?? cursor.match(NUMBER);
  if (word === undefined) throw unexpected(cursor);
  return JSON.parse(word.toLowerCase());
}

function parseArrayRest(cursor: Cursor): unknown[] {
  cursor.skipBlanks();
  if (cursor.take(']')) return [];
  const items = parseList(cursor, parseValue);
  if (!cursor.take(']')) throw unexpected(cursor);
  return items;
}

function parseObjectRest(cursor: Cursor): object {
  cursor.skipBlanks();
  if (cursor.take('}')) return {};
  const members = parseList(cursor, parseMember);
  if (!cursor.take('}')) throw unexpected(cursor);
  return Object.fromEntries(members);
}

function parseMember(cursor: Cursor): [name: string, value: unknown] {
  const name = parseQuoted(cursor);
  cursor.skipBlanks();
  if (!cursor.take(':')) throw unexpected(cursor);
  cursor.skipBlanks();
  return [name, parseValue(cursor)];
}

const REGEX = /\/((?:[^/\\]|\\.)*)\/([a-zA-Z]*)/y;

export function parseRegex(cursor: Cursor): RegExp {
  const written = cursor.match(REGEX) ?? '';
  const end = written.lastIndexOf('/');
  const flags = written.slice(end + 1).replace(/[^imsu]/g, '');
  try {
    // Jayway asks for a match of the whole string.
    return new BoundedRegExp(`^(?:${written.slice(1, end)})$`, flags);
  } catch {
    throw unexpected(cursor);
  }
}

export function tooDeep(cursor: Cursor): never {
  throw unexpected(cursor);
}

export function unexpected(cursor: Cursor): PathSyntaxError {
  const what = cursor.ended ? 'end of path' : `character '${cursor.next}'`;
  return new PathSyntaxError(`Unexpected ${what} at position ${cursor.at} of '${cursor.text}'`);
}
