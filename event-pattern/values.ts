/** The items of a pattern's arrays, values and operators, each as a test of one leaf. */

import { anythingBut } from './anything-but.ts';
import { addressDigits, cidrRange, within } from './ip.ts';
import type { Json } from './json.ts';
import { comparable } from './number.ts';
import { numeric } from './numeric.ts';
import { ABSENT, type LeafTest, ONE_KEY, onlyEntry, type Refuse, textOf } from './operator.ts';
import type { TextTest } from './text.ts';
import { edge, equalsIgnoringCase, wildcardOf } from './text-operators.ts';

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

const ofStrings =
  (test: TextTest): LeafTest =>
  ({ isString, text }) =>
    isString && test(text);

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
