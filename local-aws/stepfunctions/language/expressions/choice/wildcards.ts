/** StringMatches: `*` stands for any characters, a backslash makes the next character an ordinary one. */

import { memoize } from '../common/memoize.ts';

export function matchesPattern(text: string, pattern: string): boolean {
  const [first = '', ...rest] = literalsOf(pattern);
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const literal of rest) {
    const found = text.indexOf(literal, at);
    if (found < 0) return false;
    at = found + literal.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** The texts between the stars. */
const literalsOf = memoize((pattern: string): string[] => {
  const literals = [''];
  for (const [part, escaped] of pattern.matchAll(/\\(.)|./gs)) {
    if (part === '*') literals.push('');
    else literals.push((literals.pop() ?? '') + (escaped ?? part));
  }
  return literals;
});
