/** IAM's wildcards: `*` is any run of characters, `?` any one. */

const compiled = new Map<string, RegExp>();

/** A pattern as a test of the whole text; kept, since a stack's patterns are few and asked often. */
export function like(pattern: string, text: string, { ignoreCase = false } = {}): boolean {
  if (pattern === '*') return true;
  const key = ignoreCase ? `i${pattern}` : `s${pattern}`;
  let expression = compiled.get(key);
  if (!expression) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    expression = new RegExp(`^${source}$`, ignoreCase ? 'is' : 's');
    if (compiled.size < MOST_KEPT) compiled.set(key, expression);
  }
  return expression.test(text);
}

/** Patterns with a policy variable filled in may be many. */
const MOST_KEPT = 5_000;

/**
 * The ARN operators of conditions compare part by part: there a `*` does not reach over a colon, but for the last
 * part's. (In the Resource element it does; that is `like`.)
 */
export function arnLike(pattern: string, arn: string): boolean {
  const wanted = parts(pattern);
  const given = parts(arn);
  return wanted.length === given.length && wanted.every((part, index) => like(part, given[index] as string));
}

const PARTS = 6;

function parts(arn: string): string[] {
  const all = arn.split(':');
  return all.length <= PARTS ? all : [...all.slice(0, PARTS - 1), all.slice(PARTS - 1).join(':')];
}
