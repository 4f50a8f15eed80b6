/** The operator `anything-but`: values, or what texts may not begin, end or look like. It needs the field to be there. */

import type { Json } from './json.ts';
import { type LeafTest, numberOf, onlyEntry, type Refuse, textOf } from './operator.ts';
import type { TextTest } from './text.ts';
import { edgeTest, equalsIgnoringCase, wildcardOf } from './text-operators.ts';

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

export function anythingBut(given: Json, refuse: Refuse): LeafTest {
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
