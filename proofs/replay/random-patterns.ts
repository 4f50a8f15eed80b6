/** Event patterns and events at random, out of few words, so that they match about as often as not. */

import fc from 'fast-check';
import type { referenceMatches } from './reference-matcher.ts';

type Json = Parameters<typeof referenceMatches>[0][string];
type JsonObject = Parameters<typeof referenceMatches>[0];

const word = fc.constantFrom('a', 'ab', 'abc', 'ABC', 'b', 'bc', '', '10.0.0.1', '10.0.0.9', 'é');
const number = fc.constantFrom(-1, 0, 0.5, 1, 2, 300);
const text = fc.constantFrom('a', 'ab', 'b', 'C');

const butOf: fc.Arbitrary<Json> = fc.oneof(
  word,
  number,
  fc.array(word, { minLength: 1, maxLength: 3 }),
  fc.array(number, { minLength: 1, maxLength: 3 }),
  fc.record({ prefix: text }) as fc.Arbitrary<Json>,
  fc.record({ suffix: fc.array(text, { minLength: 1, maxLength: 2 }) }) as fc.Arbitrary<Json>,
  fc.record({ 'equals-ignore-case': text }) as fc.Arbitrary<Json>,
  fc.record({ wildcard: fc.constantFrom('*', 'a*', '*b*') }) as fc.Arbitrary<Json>,
);

const allowed = fc.oneof(
  word,
  number,
  fc.constantFrom<Json>(true, false, null),
  fc.record({ exactly: word }),
  fc.record({ prefix: fc.oneof(word, fc.record({ 'equals-ignore-case': text })) }),
  fc.record({ suffix: fc.oneof(word, fc.record({ 'equals-ignore-case': text })) }),
  fc.record({ 'equals-ignore-case': word }),
  fc.record({ wildcard: fc.constantFrom('*', 'a*c', '*b*', 'a*', '*') }),
  fc.record({ 'anything-but': butOf }),
  fc.record({
    numeric: fc.constantFrom<Json>(['=', 1], ['>', 0], ['<=', 0.5], ['>=', 0, '<', 2], ['>', -1, '<=', 300]),
  }),
  fc.record({ cidr: fc.constantFrom('10.0.0.0/8', '10.0.0.9/29', '0.0.0.0/0', '11.0.0.0/8') }),
  fc.record({ exists: fc.boolean() }),
) as fc.Arbitrary<Json>;

const name = fc.constantFrom('a', 'b');

/** Three levels of fields; one `$or` on the outermost two. */
function patternOf(depth: number): fc.Arbitrary<JsonObject> {
  const leaf = fc.array(allowed, { minLength: 1, maxLength: 3 });
  const node = depth === 0 ? leaf : fc.oneof(leaf, patternOf(depth - 1));
  const fields = fc.dictionary(name, node, { minKeys: 1, maxKeys: 2 });
  if (depth === 0) return fields as fc.Arbitrary<JsonObject>;
  const either = fc.option(fc.array(patternOf(depth - 1), { minLength: 2, maxLength: 2 }), { freq: 3 });
  return fc.tuple(fields, either).map(([all, $or]) => ($or ? { ...all, $or } : all) as JsonObject);
}

function eventOf(depth: number): fc.Arbitrary<JsonObject> {
  return fc.dictionary(name, anyOf(depth), { minKeys: 1, maxKeys: 2 }) as fc.Arbitrary<JsonObject>;
}

function anyOf(depth: number): fc.Arbitrary<Json> {
  const scalar = fc.oneof(word, number, fc.constantFrom<Json>(true, false, null));
  if (depth === 0) return scalar;
  return fc.oneof(scalar, fc.array(anyOf(depth - 1), { maxLength: 3 }), eventOf(depth - 1)) as fc.Arbitrary<Json>;
}

export const pattern = fc.oneof(patternOf(0), patternOf(1), patternOf(2));
export const event = fc.oneof(eventOf(1), eventOf(2), eventOf(4));
