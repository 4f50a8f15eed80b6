/** What stands in the arrays of a pattern: each value, and each operator's object, as a test of one leaf. */

import type { Leaf } from './event.ts';
import { addressDigits, cidrRange, within } from './ip.ts';
import type { Json } from './json.ts';
import { comparable } from './number.ts';
import { ignoringCase, type TextTest, WildcardError, wildcard } from './text.ts';

export type LeafTest = (leaf: Leaf) => boolean;

/** `{ "exists": false }` tests the event, not a leaf of it. */
export const ABSENT = Symbol('exists: false');

/** How the compiler refuses a node. */
export type Refuse = (reason: string, node: Json) => never;

/** @returns the test of one item of an array in a pattern. */
export function valueTest(node: Json, refuse: Refuse): LeafTest | typeof ABSENT {
  switch (node.kind) {
    case 'object':
      return operatorTest(node, refuse);
    case 'string':
      return exactText(node.text);
    case 'number':
      return exactNumber(node.text);
    case 'literal':
      return ({ text }) => text === node.text;
    default:
      return refuse('Match value must be String, number, true, false, or null', node);
  }
}

/** A text that is an address matches every spelling of that address. */
function exactText(text: string): LeafTest {
  const digits = addressDigits(text);
  if (digits === undefined) return quotedIs(`"${text}"`);
  const range = { bottom: digits, top: digits };
  return ({ address }) => address !== undefined && within(range, address);
}

function exactNumber(text: string): LeafTest {
  const value = comparable(text);
  return value === undefined ? (leaf) => leaf.text === text : (leaf) => leaf.value === value;
}

const quotedIs =
  (quoted: string): LeafTest =>
  ({ text }) =>
    text === quoted;

/** The one operator of an object, and what it is given. */
function onlyEntry(node: Json & { kind: 'object' }, missing: string, tooMany: string, refuse: Refuse): [string, Json] {
  const [entry, another] = node.entries;
  if (!entry) return refuse(missing, node);
  if (another) return refuse(tooMany, another[1]);
  return entry;
}

const ONE_KEY = 'Only one key allowed in match expression';

const operators: Readonly<Record<string, (given: Json, refuse: Refuse) => LeafTest | typeof ABSENT>> = {
  exactly: (given, refuse) => quotedIs(`"${textOf(given, 'exact match pattern must be a string', refuse)}"`),
  prefix: (given, refuse) => ofStrings(edge('prefix', given, refuse)),
  suffix: (given, refuse) => ofStrings(edge('suffix', given, refuse)),
  'equals-ignore-case': (given, refuse) =>
    ofStrings(equalsIgnoringCase(textOf(given, 'equals-ignore-case match pattern must be a string', refuse))),
  wildcard: (given, refuse) => ofStrings(wildcardOf(given, refuse)),
  'anything-but': anythingBut,
  numeric: numeric,
  cidr: cidr,
  exists: exists,
};

function operatorTest(node: Json & { kind: 'object' }, refuse: Refuse): LeafTest | typeof ABSENT {
  const [name, given] = onlyEntry(node, 'Match expression name not found', ONE_KEY, refuse);
  if (!Object.hasOwn(operators, name)) return refuse(`Unrecognized match type ${name}`, node);
  return (operators[name] as (typeof operators)[string])(given, refuse);
}

const ofStrings =
  (test: TextTest): LeafTest =>
  ({ isString, text }) =>
    isString && test(text);

function textOf(given: Json, otherwise: string, refuse: Refuse): string {
  return given.kind === 'string' ? given.text : refuse(otherwise, given);
}

/** `prefix` and `suffix`, plain or `{ "equals-ignore-case": ... }`. The far quotation mark is not part of either. */
function edge(side: 'prefix' | 'suffix', given: Json, refuse: Refuse): TextTest {
  if (given.kind !== 'object') return edgeTest(side, textOf(given, `${side} match pattern must be a string`, refuse));
  const label = side === 'prefix' ? 'Prefix' : 'Suffix';
  const [name, inner] = onlyEntry(given, `${label} expression name not found`, ONE_KEY, refuse);
  if (name !== 'equals-ignore-case') return refuse(`Unsupported ${side} pattern: ${name}`, given);
  const text = ignoringCase(textOf(inner, 'equals-ignore-case match pattern must be a string', refuse));
  const expression = new RegExp(side === 'prefix' ? `^"${text}` : `${text}"$`);
  return (quoted) => expression.test(quoted);
}

function edgeTest(side: 'prefix' | 'suffix', text: string): TextTest {
  if (side === 'prefix') return (quoted) => quoted.startsWith(`"${text}`);
  return (quoted) => quoted.endsWith(`${text}"`);
}

function equalsIgnoringCase(text: string): TextTest {
  const expression = new RegExp(`^"${ignoringCase(text)}"$`);
  return (quoted) => expression.test(quoted);
}

function wildcardOf(given: Json, refuse: Refuse): TextTest {
  const text = textOf(given, 'wildcard match pattern must be a string', refuse);
  try {
    return wildcard(text);
  } catch (error) {
    if (error instanceof WildcardError) return refuse(error.message, given);
    throw error;
  }
}

/** What `anything-but` may be given in an object, and the text test each of its values makes. */
const butOperators: Readonly<Record<string, (given: Json, refuse: Refuse) => TextTest>> = {
  'equals-ignore-case': (given, refuse) =>
    equalsIgnoringCase(
      textOf(given, 'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.', refuse),
    ),
  prefix: (given, refuse) => edgeTest('prefix', butEdge(given, refuse)),
  suffix: (given, refuse) => edgeTest('suffix', butEdge(given, refuse)),
  wildcard: wildcardOf,
};

function butEdge(given: Json, refuse: Refuse): string {
  const text = textOf(given, 'prefix/suffix match pattern must be a string', refuse);
  return text === '' ? refuse('Null prefix/suffix not allowed', given) : text;
}

function anythingBut(given: Json, refuse: Refuse): LeafTest {
  if (given.kind !== 'object') return anythingButValues(butList(given, refuse), given, refuse);
  const [name, inner] = onlyEntry(
    given,
    'Anything-But expression name not found',
    'Too many elements in numeric expression',
    refuse,
  );
  if (!Object.hasOwn(butOperators, name)) return refuse(`Unsupported anything-but pattern: ${name}`, given);
  const tests = butList(inner, refuse).map((item) =>
    (butOperators[name] as (typeof butOperators)[string])(item, refuse),
  );
  return ({ isString, text }) => !isString || !tests.some((test) => test(text));
}

/** One value or a list of them. */
function butList(given: Json, refuse: Refuse): Json[] {
  const items = given.kind === 'array' ? given.items : [given];
  if (given.kind === 'literal' || given.kind === 'object') {
    return refuse('Value of anything-but must be an array or single string/number value.', given);
  }
  return items.length === 0 ? refuse('Empty arrays are not allowed', given) : items;
}

function anythingButValues(items: Json[], given: Json, refuse: Refuse): LeafTest {
  const texts = new Set<string>();
  const values = new Set<number>();
  for (const item of items) {
    if (item.kind === 'string') texts.add(`"${item.text}"`);
    else if (item.kind === 'number') values.add(numberOf(item, '', refuse));
    else refuse('Inside anything but list, start|null|boolean is not supported.', item);
  }
  if (texts.size > 0 && values.size > 0) {
    refuse('Inside anything but list, either all values are number or string, mixed type is not supported', given);
  }
  return ({ text, value }) => !texts.has(text) && (value === undefined || !values.has(value));
}

function numberOf(given: Json | undefined, otherwise: string, refuse: Refuse, holder = given): number {
  if (given?.kind !== 'number') return refuse(otherwise, given ?? (holder as Json));
  return comparable(given.text) ?? refuse(`Cannot compare number : ${given.text}`, given);
}

type Comparison = (value: number, than: number) => boolean;

const comparisons: Readonly<Record<string, { name: string; holds: Comparison }>> = {
  '=': { name: 'equals', holds: (value, than) => value === than },
  '>=': { name: '>=', holds: (value, than) => value >= than },
  '>': { name: '>', holds: (value, than) => value > than },
  '<=': { name: '<=', holds: (value, than) => value <= than },
  '<': { name: '<', holds: (value, than) => value < than },
};

/** `["=", n]`, one bound, or a lower bound and then an upper one. */
function numeric(given: Json, refuse: Refuse): LeafTest {
  if (given.kind !== 'array') return refuse('Value of numeric must be an array.', given);
  const [operator, operand, second, top, more] = given.items;
  if (operator?.kind !== 'string')
    return refuse(`Invalid member in numeric match: ${shown(operator)}`, operator ?? given);
  const lower = Object.hasOwn(comparisons, operator.text) ? comparisons[operator.text] : undefined;
  if (!lower) return refuse(`Unrecognized numeric range operator: ${operator.text}`, operator);
  const bound = numberOf(operand, `Value of ${lower.name} must be numeric`, refuse, given);
  if (!second) return ({ value }) => value !== undefined && lower.holds(value, bound);
  if (!operator.text.startsWith('>')) return refuse('Too many elements in numeric expression', second);
  const upper = upperBound(second, refuse);
  const limit = numberOf(top, `Value of ${(second as { text: string }).text} must be numeric`, refuse, given);
  if (more) return refuse('Too many terms in numeric range expression', more);
  if (bound >= limit) return refuse('Bottom must be less than top', given);
  return ({ value }) => value !== undefined && lower.holds(value, bound) && upper(value, limit);
}

function upperBound(operator: Json, refuse: Refuse): Comparison {
  if (operator.kind !== 'string') return refuse(`Bad value in numeric range: ${shown(operator)}`, operator);
  const found = operator.text.startsWith('<') && Object.hasOwn(comparisons, operator.text);
  return found
    ? (comparisons[operator.text] as { holds: Comparison }).holds
    : refuse(`Bad numeric range operator: ${operator.text}`, operator);
}

function shown(node: Json | undefined): string {
  if (!node) return ']';
  return 'text' in node ? node.text : node.kind === 'array' ? '[' : '{';
}

function cidr(given: Json, refuse: Refuse): LeafTest {
  const text = textOf(given, 'prefix match pattern must be a string', refuse);
  try {
    const range = cidrRange(text);
    return ({ address }) => address !== undefined && within(range, address);
  } catch (error) {
    return refuse((error as Error).message, given);
  }
}

function exists(given: Json, refuse: Refuse): LeafTest | typeof ABSENT {
  if (given.kind === 'literal' && given.text === 'true') return () => true;
  if (given.kind === 'literal' && given.text === 'false') return ABSENT;
  return refuse('exists match pattern must be either true or false.', given);
}
