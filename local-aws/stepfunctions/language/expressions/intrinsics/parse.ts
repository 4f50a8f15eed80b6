/** The text of an intrinsic function call: `States.Format('{} of {}', $.n, States.ArrayLength($.all))`. */

import type { Json } from '../../model/json.ts';
import { Cursor } from '../common/cursor.ts';
import { memoize } from '../common/memoize.ts';
import { parsePath } from '../jsonpath/parse.ts';

export type Argument = { kind: 'value'; value: Json } | { kind: 'path'; path: string } | ({ kind: 'call' } & Call);

export interface Call {
  /** As written. */
  text: string;
  name: string;
  args: Argument[];
}

export class CallSyntaxError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CallSyntaxError';
  }
}

/** @throws CallSyntaxError or PathSyntaxError. */
export const parseCall: (text: string) => Call = memoize((text) => {
  const cursor = new Cursor(text);
  const call = parseCallAt(cursor);
  cursor.skipBlanks();
  if (!cursor.ended) throw unexpected(cursor);
  return call;
});

const NAME = /States\.[A-Za-z0-9]+/y;

function parseCallAt(cursor: Cursor): Call {
  const start = cursor.at;
  const name = cursor.match(NAME);
  if (name === undefined) throw unexpected(cursor);
  cursor.skipBlanks();
  if (!cursor.take('(')) throw unexpected(cursor);
  const args = parseArguments(cursor, name === 'States.Format');
  return { name, args, text: cursor.text.slice(start, cursor.at) };
}

function parseArguments(cursor: Cursor, forFormat: boolean): Argument[] {
  const args: Argument[] = [];
  cursor.skipBlanks();
  if (cursor.take(')')) return args;
  do {
    cursor.skipBlanks();
    args.push(parseArgument(cursor, forFormat));
    cursor.skipBlanks();
  } while (cursor.take(','));
  if (!cursor.take(')')) throw unexpected(cursor);
  return args;
}

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /(?:true|false|null)\b/y;

function parseArgument(cursor: Cursor, forFormat: boolean): Argument {
  if (cursor.next === "'") return { kind: 'value', value: parseText(cursor, forFormat) };
  if (cursor.next === '$') return { kind: 'path', path: parseArgumentPath(cursor) };
  const word = cursor.match(WORD) ?? cursor.match(NUMBER);
  if (word !== undefined) return { kind: 'value', value: JSON.parse(word) as Json };
  const call = cursor.nested(() => parseCallAt(cursor));
  if (!call) throw unexpected(cursor);
  return { kind: 'call', ...call };
}

const QUOTED = /'(?:[^'\\]|\\['\\{}])*'/sy;

/** A text in single quotes, with no other escapes than these. Those of braces are States.Format's own to read. */
function parseText(cursor: Cursor, forFormat: boolean): string {
  const quoted = cursor.match(QUOTED);
  if (quoted === undefined) throw unexpected(cursor);
  return quoted.slice(1, -1).replace(forFormat ? /\\(')/g : /\\(['\\{}])/g, '$1');
}

const OUTSIDE_BRACKETS = /[^,)[\s]+/y;
const IN_QUOTES = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy;

/** A path goes on to the comma or parenthesis that is not inside its brackets or quotes. */
function parseArgumentPath(cursor: Cursor): string {
  const start = cursor.at;
  while (!cursor.ended && (cursor.match(OUTSIDE_BRACKETS) !== undefined || cursor.next === '['))
    if (cursor.next === '[') skipBrackets(cursor);
  const path = cursor.text.slice(start, cursor.at);
  parsePath(path);
  return path;
}

function skipBrackets(cursor: Cursor): void {
  let depth = 0;
  do {
    if (cursor.match(IN_QUOTES) !== undefined) continue;
    if (cursor.next === '[') depth++;
    if (cursor.next === ']') depth--;
    cursor.at++;
  } while (depth > 0 && !cursor.ended);
}

function unexpected(cursor: Cursor): CallSyntaxError {
  const what = cursor.ended ? 'end of text' : `character '${cursor.next}'`;
  return new CallSyntaxError(`Unexpected ${what} at position ${cursor.at} of '${cursor.text}'`);
}
