/** JSON as values and as text: read as Jackson, which AWS uses, reads it, with its error messages. */

import { ExactNumber, parseNumbers } from './exact-number.ts';

/** JSON as the States Language moves it. */
export type Json = null | boolean | number | string | ExactNumber | Json[] | JsonObject;

export type JsonObject = { [key: string]: Json };

export function isObject(value: Json | undefined): value is JsonObject {
  return isContainer(value) && !Array.isArray(value);
}

export function isContainer(value: Json | undefined): value is Json[] | JsonObject {
  return typeof value === 'object' && value !== null && !(value instanceof ExactNumber);
}

/** A number as JavaScript calculates with it; undefined for another value. */
export function numberIn(value: Json | undefined): number | undefined {
  if (value instanceof ExactNumber) return value.valueOf();
  return typeof value === 'number' ? value : undefined;
}

/** @throws SyntaxError */
export function parseJson(text: string): Json {
  return parseNumbers(text) as Json;
}

/** Jackson's message, and the location in it, if it has one. */
export interface Problem {
  message: string;
  location?: string;
}

/** @param numbers see parseNumbers. */
export function readJson(
  text: string,
  numbers?: Parameters<typeof parseNumbers>[1],
): { value: Json } | { problem: Problem } {
  if (text.trim() === '') return { problem: empty(text) };
  if (nesting(text) > MAX_DEPTH)
    return { problem: { message: `Document nesting depth exceeds the maximum allowed (${MAX_DEPTH})` } };
  try {
    return { value: parseNumbers(text, numbers) as Json };
  } catch {
    return { problem: syntaxError(text) };
  }
}

function empty(text: string): Problem {
  const location = `[Source: (String)"${text}"; line: 1, column: 0]`;
  return { message: `No content to map due to end-of-input\n at ${location}`, location };
}

/** As deep as Jackson reads. */
const MAX_DEPTH = 1000;

/** The depth of nested brackets outside of strings. A string that is not closed ends the text: nothing is read twice. */
function nesting(json: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.?)*(?:"|$)|[[\]{}]/gs)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, ++depth);
    else if (!token.startsWith('"')) depth--;
  }
  return deepest;
}

const WORD = /^\s*([A-Za-z_$][\w$]*)/;
const MAX_SHOWN = 500;

function syntaxError(text: string): Problem {
  const word = WORD.exec(text);
  const stop = failsAt(text);
  const end = word ? word[0].length : Math.min(stop + 1, text.length);
  const problem = word
    ? `Unrecognized token '${word[1]}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`
    : describe(text, stop);
  const before = text.slice(0, end).split('\n');
  const source =
    text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}"[truncated ${text.length - MAX_SHOWN} chars]` : `${text}"`;
  const location = `[Source: (String)"${source}; line: ${before.length}, column: ${(before.at(-1)?.length ?? 0) + 1}]`;
  return { message: `${problem}\n at ${location}`, location };
}

/** V8's message has the position of the error, except where the text ended too early. */
function failsAt(text: string): number {
  try {
    JSON.parse(text);
  } catch (error) {
    const position = /at position (\d+)/.exec((error as Error).message)?.[1];
    if (position !== undefined) return Number(position);
  }
  return text.length;
}

function describe(text: string, position: number): string {
  const found = text.charAt(position);
  if (found === '') return 'Unexpected end-of-input';
  const expected = /[{,]\s*$/.test(text.slice(0, position)) ? ': was expecting double-quote to start field name' : '';
  return `Unexpected character ('${found}' (code ${found.charCodeAt(0)}))${expected}`;
}
