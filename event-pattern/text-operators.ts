/** The operators that compare texts: prefix, suffix, equals-ignore-case, wildcard. */

import type { Json } from './json.ts';
import { ONE_KEY, onlyEntry, type Refuse, textOf } from './operator.ts';
import { ignoringCase, type TextTest, WildcardError, wildcard } from './text.ts';

/** `prefix` and `suffix`, plain or `{ "equals-ignore-case": ... }`. The far quotation mark is not part of either. */
export function edge(side: 'prefix' | 'suffix', given: Json, refuse: Refuse): TextTest {
  if (given.kind !== 'object') return edgeTest(side, textOf(given, `${side} match pattern must be a string`, refuse));
  const label = side === 'prefix' ? 'Prefix' : 'Suffix';
  const [name, inner] = onlyEntry(given, `${label} expression name not found`, ONE_KEY, refuse);
  if (name !== 'equals-ignore-case') return refuse(`Unsupported ${side} pattern: ${name}`, given);
  const text = ignoringCase(textOf(inner, 'equals-ignore-case match pattern must be a string', refuse));
  const expression = new RegExp(side === 'prefix' ? `^"${text}` : `${text}"$`);
  return (quoted) => expression.test(quoted);
}

export function edgeTest(side: 'prefix' | 'suffix', text: string): TextTest {
  if (side === 'prefix') return (quoted) => quoted.startsWith(`"${text}`);
  return (quoted) => quoted.endsWith(`${text}"`);
}

export function equalsIgnoringCase(text: string): TextTest {
  const expression = new RegExp(`^"${ignoringCase(text)}"$`);
  return (quoted) => expression.test(quoted);
}

export function wildcardOf(given: Json, refuse: Refuse): TextTest {
  const text = textOf(given, 'wildcard match pattern must be a string', refuse);
  try {
    return wildcard(text);
  } catch (error) {
    if (error instanceof WildcardError) return refuse(error.message, given);
    throw error;
  }
}
