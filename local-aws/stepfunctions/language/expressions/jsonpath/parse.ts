/** From the text of a JSONPath to its steps. */

import { Cursor } from '../cursor.ts';
import { remembered } from '../memoize.ts';
import { parseTest } from './filter.ts';
import { describeSteps, type Path, PathSyntaxError, type Root, type Step } from './path.ts';

/** @throws PathSyntaxError where the text is no JSONPath. */
export const parsePath: (text: string) => Path = remembered((text) => {
  const cursor = new Cursor(text);
  const path = parsePathAt(cursor, parseRoot(cursor));
  if (!cursor.ended) throw unexpected(cursor);
  return path;
});

const NAME_OF_VARIABLE = /[\p{L}_][\p{L}\p{N}_]*/uy;

function parseRoot(cursor: Cursor): Root {
  if (cursor.take('$$')) return { kind: 'context' };
  if (!cursor.take('$')) throw new PathSyntaxError("A path must begin with '$'");
  const name = cursor.match(NAME_OF_VARIABLE);
  return name === undefined ? { kind: 'input' } : { kind: 'variable', name };
}

/** The steps from the cursor on, as far as they go. */
export function parsePathAt(cursor: Cursor, root: Root): Path {
  const start = cursor.at;
  const steps: Step[] = [];
  let call: string | undefined;
  while (call === undefined && (cursor.next === '.' || cursor.next === '[')) {
    call = parseCall(cursor);
    if (call === undefined) parseStep(cursor, steps);
  }
  return {
    text: cursor.text.slice(root.kind === 'input' && start === 1 ? 0 : start, cursor.at),
    root,
    steps,
    ...(call !== undefined && { call }),
    definite: steps.every((step, at) => isDefinite(step, at === steps.length - 1)),
    canonical: `${describeSteps(steps)}${call === undefined ? '' : `.${call}()`}`,
  };
}

/** Several names at the end of a path make one object of them; elsewhere they branch. */
function isDefinite(step: Step, last: boolean): boolean {
  if (step.kind === 'names') return last || step.names.length === 1;
  return step.kind === 'indexes' && step.indexes.length === 1;
}

const CALL = /\.[a-z]+\(\)/y;

function parseCall(cursor: Cursor): string | undefined {
  return cursor.match(CALL)?.slice(1, -2);
}

/** A name after a dot ends where the next step begins; blanks and brackets need the bracket form. */
const NAME = /[^.[\]()\s'",=<>!&|]+/y;

function parseStep(cursor: Cursor, steps: Step[]): void {
  if (cursor.take('..')) {
    steps.push({ kind: 'descend' });
    if (cursor.next === '[') steps.push(parseBracket(cursor));
    else steps.push(parseName(cursor));
  } else if (cursor.take('.')) steps.push(cursor.next === '[' ? parseBracket(cursor) : parseName(cursor));
  else steps.push(parseBracket(cursor));
}

function parseName(cursor: Cursor): Step {
  if (cursor.take('*')) return { kind: 'wildcard' };
  const name = cursor.match(NAME);
  if (name === undefined) throw unexpected(cursor);
  return { kind: 'names', names: [name] };
}

function parseBracket(cursor: Cursor): Step {
  cursor.take('[');
  cursor.skipBlanks();
  const step = parseInBracket(cursor);
  cursor.skipBlanks();
  if (!cursor.take(']')) throw unexpected(cursor);
  return step;
}

function parseInBracket(cursor: Cursor): Step {
  if (cursor.take('*')) return { kind: 'wildcard' };
  if (cursor.take('?(')) {
    const test = parseTest(cursor);
    cursor.skipBlanks();
    if (!cursor.take(')')) throw unexpected(cursor);
    return { kind: 'filter', test };
  }
  if (cursor.next === "'" || cursor.next === '"') return { kind: 'names', names: list(cursor, parseQuoted) };
  return parseSlice(cursor) ?? { kind: 'indexes', indexes: list(cursor, parseInteger) };
}

const SLICE = /(-?\d+)? ?: ?(-?\d+)?/y;

function parseSlice(cursor: Cursor): Step | undefined {
  const found = cursor.match(SLICE);
  if (found === undefined) return undefined;
  const [from, to] = found.split(':').map((bound) => (bound.trim() === '' ? undefined : Number(bound)));
  return { kind: 'slice', from, to };
}

const INTEGER = /-?\d+/y;

function parseInteger(cursor: Cursor): number {
  const digits = cursor.match(INTEGER);
  if (digits === undefined) throw unexpected(cursor);
  return Number(digits);
}

function list<Item>(cursor: Cursor, parseItem: (cursor: Cursor) => Item): Item[] {
  const items: Item[] = [];
  do {
    cursor.skipBlanks();
    items.push(parseItem(cursor));
    cursor.skipBlanks();
  } while (cursor.take(','));
  return items;
}

const QUOTED = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy;

/** A text in either kind of quotes. AWS keeps a backslash, except where it keeps a quote from ending the text. */
export function parseQuoted(cursor: Cursor): string {
  const quoted = cursor.match(QUOTED);
  if (quoted === undefined) throw unexpected(cursor);
  return quoted.slice(1, -1).replaceAll(`\\${quoted.charAt(0)}`, quoted.charAt(0));
}

export function unexpected(cursor: Cursor): PathSyntaxError {
  const what = cursor.ended ? 'end of path' : `character '${cursor.next}'`;
  return new PathSyntaxError(`Unexpected ${what} at position ${cursor.at} of '${cursor.text}'`);
}
