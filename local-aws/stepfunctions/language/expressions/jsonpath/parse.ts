/** From the text of a JSONPath to its steps and filters. */

import { Cursor } from '../common/cursor.ts';
import { memoize } from '../common/memoize.ts';
import { parseInteger, parseList, parseQuoted, parseRegex, parseValue, tooDeep, unexpected } from './literals.ts';
import {
  describeSteps,
  type FilterPath,
  type Operand,
  type Path,
  PathSyntaxError,
  type Root,
  type Step,
  type Test,
} from './path.ts';

/** @throws PathSyntaxError where the text is no JSONPath. */
export const parsePath: (text: string) => Path = memoize((text) => {
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
function parsePathAt(cursor: Cursor, root: Root): Path {
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
  if (cursor.next === "'" || cursor.next === '"') return { kind: 'names', names: parseList(cursor, parseQuoted) };
  return parseSlice(cursor) ?? { kind: 'indexes', indexes: parseList(cursor, parseInteger) };
}

const SLICE = /(-?\d+)? ?: ?(-?\d+)?/y;

function parseSlice(cursor: Cursor): Step | undefined {
  const found = cursor.match(SLICE);
  if (found === undefined) return undefined;
  const [from, to] = found.split(':').map((bound) => (bound.trim() === '' ? undefined : Number(bound)));
  return { kind: 'slice', from, to };
}

/** The predicate of a filter: `[?(@.price < 10 && @.tags contains 'new')]`. */
function parseTest(cursor: Cursor): Test {
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

function parseOperand(cursor: Cursor): Operand {
  cursor.skipBlanks();
  if (cursor.take('@')) return { kind: 'path', path: pathFrom(cursor, 'item') };
  if (cursor.take('$')) return { kind: 'path', path: pathFrom(cursor, 'document') };
  if (cursor.next === '/') return { kind: 'regex', regex: parseRegex(cursor) };
  return { kind: 'value', value: parseValue(cursor) };
}

function pathFrom(cursor: Cursor, from: FilterPath['from']): FilterPath {
  return { from, path: parsePathAt(cursor, { kind: 'input' }) };
}
