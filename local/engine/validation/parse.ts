/** Reads a definition's text, and tells what is wrong with it as Jackson does, which AWS reads it with. */

import type { Json } from '../types.ts';
import type { Diagnostic } from './diagnostic.ts';

export type Parsed = { value: Json } | { diagnostic: Diagnostic };

export function parseDefinition(text: string): Parsed {
  if (text.trim() === '') return { diagnostic: notAnObject() };
  if (nesting(text) > DEEPEST) return { diagnostic: tooDeep() };
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return { diagnostic: syntaxError(text) };
  }
}

/** As deep as Jackson reads. */
const DEEPEST = 1000;

/** How deep brackets stand in each other, texts left out. */
export function nesting(json: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, ++depth);
    else if (!token.startsWith('"')) depth--;
  }
  return deepest;
}

function tooDeep(): Diagnostic {
  const message = `Document nesting depth exceeds the maximum allowed (${DEEPEST})`;
  return { severity: 'ERROR', code: 'INVALID_JSON_DESCRIPTION', message };
}

function notAnObject(): Diagnostic {
  const message = 'Definition must be a valid JSON object';
  return { severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', message };
}

const WORD = /^\s*([A-Za-z_$][\w$]*)/;
const SHOWN = 500;

function syntaxError(text: string): Diagnostic {
  const word = WORD.exec(text);
  const stop = failsAt(text);
  const end = word ? word[0].length : Math.min(stop + 1, text.length);
  const problem = word
    ? `Unrecognized token '${word[1]}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`
    : describe(text, stop);
  const before = text.slice(0, end).split('\n');
  const source = text.length > SHOWN ? `${text.slice(0, SHOWN)}"[truncated ${text.length - SHOWN} chars]` : `${text}"`;
  const location = `[Source: (String)"${source}; line: ${before.length}, column: ${(before.at(-1)?.length ?? 0) + 1}]`;
  return { severity: 'ERROR', code: 'INVALID_JSON_DESCRIPTION', message: `${problem}\n at ${location}`, location };
}

/** The engine's own parser says where it stopped; it says nothing where the text ended too early. */
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
