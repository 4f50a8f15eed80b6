/** AWS's wildcards, in policies and elsewhere: `*` is any run of characters, `?` any one. */

const compiled = new Map<string, RegExp>();

/** Patterns with a policy variable filled in may be many. */
const MOST_COMPILED = 5_000;

/** Whether the pattern matches the whole text. Compiled patterns are kept, for a stack's are few and asked often. */
export function matchesWildcard(pattern: string, text: string, { ignoreCase = false } = {}): boolean {
  if (pattern === '*') return true;
  const key = ignoreCase ? `i${pattern}` : `s${pattern}`;
  let expression = compiled.get(key);
  if (!expression) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    expression = new RegExp(`^${source}$`, ignoreCase ? 'is' : 's');
    if (compiled.size < MOST_COMPILED) compiled.set(key, expression);
  }
  return expression.test(text);
}
