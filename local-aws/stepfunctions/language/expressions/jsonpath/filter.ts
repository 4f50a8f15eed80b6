/** The predicates of a JSONPath filter: `[?(@.price < 10 && @.tags contains 'new')]`. */

import { BoundedRegExp } from '../bounded-regex.ts';
import type { Cursor } from '../cursor.ts';
import { parsePathAt, parseQuoted, unexpected } from './parse.ts';
import type { FilterPath, Operand, Test } from './path.ts';

export function parseTest(cursor: Cursor): Test {
  return joined(cursor, 'or', '||', () => joined(cursor, 'and', '&&', () => parseSingle(cursor)));
}

function joined(cursor: Cursor, kind: 'or' | 'and', sign: string, parse: () => Test): Test {
  const tests: Test[] = [];
  do tests.push(parse());
  while (takeSign(cursor, sign));
  const [only] = tests;
  return only && tests.length === 1 ? only : { kind, tests };
}

function takeSign(cursor: Cursor, sign: string): boolean {
  cursor.skipBlanks();
  return cursor.take(sign);
}

function parseSingle(cursor: Cursor): Test {
  return cursor.nested(() => parseFactor(cursor)) ?? tooDeep(cursor);
}

function parseFactor(cursor: Cursor): Test {
  cursor.skipBlanks();
  if (cursor.take('!')) return { kind: 'not', test: parseSingle(cursor) };
  if (cursor.take('(')) {
    const test = parseTest(cursor);
    if (!takeSign(cursor, ')')) throw unexpected(cursor);
    return test;
  }
  return parseComparison(cursor);
}

const OPERATOR = /===|!==|==|!=|<=|>=|=~|<|>|(?:in|nin|subsetof|anyof|noneof|contains|all|size|empty)\b/iy;

function parseComparison(cursor: Cursor): Test {
  const left = parseOperand(cursor);
  cursor.skipBlanks();
  const operator = cursor.match(OPERATOR)?.toLowerCase();
  if (operator !== undefined) return { kind: 'compare', operator, left, right: parseOperand(cursor) };
  if (left.kind !== 'path') throw unexpected(cursor);
  return { kind: 'exists', path: left.path };
}

const REGEX = /\/((?:[^/\\]|\\.)*)\/([a-zA-Z]*)/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true\b|false\b|null\b/iy;

function parseOperand(cursor: Cursor): Operand {
  cursor.skipBlanks();
  if (cursor.take('@')) return { kind: 'path', path: pathFrom(cursor, 'item') };
  if (cursor.take('$')) return { kind: 'path', path: pathFrom(cursor, 'document') };
  if (cursor.next === '/') return parseRegex(cursor);
  return { kind: 'value', value: parseValue(cursor) };
}

function pathFrom(cursor: Cursor, from: FilterPath['from']): FilterPath {
  return { from, path: parsePathAt(cursor, { kind: 'input' }) };
}

function parseRegex(cursor: Cursor): Operand {
  const [source, flags] = splitRegex(cursor.match(REGEX) ?? '');
  try {
    // Jayway asks for a match of the whole text.
    return { kind: 'regex', regex: new BoundedRegExp(`^(?:${source})$`, flags.replace(/[^imsu]/g, '')) };
  } catch {
    throw unexpected(cursor);
  }
}

function splitRegex(written: string): [source: string, flags: string] {
  const end = written.lastIndexOf('/');
  return [written.slice(1, end), written.slice(end + 1)];
}

function parseValue(cursor: Cursor): unknown {
  if (cursor.next === "'" || cursor.next === '"') return parseQuoted(cursor);
  if (cursor.take('[')) return cursor.nested(() => parseListRest(cursor)) ?? tooDeep(cursor);
  const word = cursor.match(WORD) ?? cursor.match(NUMBER);
  if (word === undefined) throw unexpected(cursor);
  return JSON.parse(word.toLowerCase());
}

function tooDeep(cursor: Cursor): never {
  throw unexpected(cursor);
}

function parseListRest(cursor: Cursor): unknown[] {
  const items: unknown[] = [];
  cursor.skipBlanks();
  if (cursor.take(']')) return items;
  do {
    cursor.skipBlanks();
    items.push(parseValue(cursor));
  } while (takeSign(cursor, ','));
  if (!cursor.take(']')) throw unexpected(cursor);
  return items;
}
