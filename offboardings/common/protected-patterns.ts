/** The stack's protected names: glob patterns over `kind/name`, separated by commas. */

import picomatch from 'picomatch';
import { singleTargets, type Target } from '../../associations/common/target.ts';
import { associationOf, type Kind, kinds } from '../../associations/registry.ts';
import { expandBraces, splitList } from './brace-list.ts';

/** `[a-c]`. */
const CLASS = /\[[\w.-]+\]/g;

/** `<kind>/movies/F123456789` for every association that the target names. */
export function namesOf(kind: Kind, target: Target): string[] {
  const { label } = associationOf(kind).target;
  return singleTargets(target).map((single) => `${kind}/${label(single)}`);
}

/** The first pattern that protects the name. */
export function protectionOf(name: string, patterns: readonly string[]): string | undefined {
  return patterns.find((pattern) => picomatch.isMatch(name, pattern, { dot: true, nocase: true }));
}

/**
 * @returns patterns without braces.
 * @throws Error that says what is wrong with a pattern: it would protect nothing, and say nothing.
 */
export function parseProtectedNames(text: string): string[] {
  if (text === '') return [];
  return splitList(text).flatMap((pattern) => {
    try {
      const expanded = expandBraces(pattern);
      for (const each of expanded) check(each);
      return expanded;
    } catch (error) {
      throw new Error(`protectedNames: the pattern '${pattern}' ${(error as Error).message}`);
    }
  });
}

function check(pattern: string): void {
  const problem = problemOf(pattern);
  if (problem !== undefined) throw new Error(problem);
}

function problemOf(pattern: string): string | undefined {
  if (pattern === '') return 'is empty: one comma separates two patterns';
  if (pattern.startsWith('!')) return 'begins with !, which would protect everything else';
  const [strange] = /[\\!()|"[\]]|\.\./.exec(pattern.replace(CLASS, '?')) ?? [];
  if (strange !== undefined) return `has ${strange}; besides names, a pattern has *, **, ?, [a-c] and {a,b}`;
  const parts = pattern.split('/');
  if (parts.some((part) => part === '' || part !== part.trim())) return 'has an empty part, or a space beside a /';
  return namesNothing(parts);
}

/** A pattern without `**` has as many parts as the names that it protects: `<kind>/alice` is none of `<kind>/i-0a1b/alice`. */
function namesNothing(parts: readonly string[]): string | undefined {
  const [kindPart = ''] = parts;
  if (kindPart === '**') return undefined;
  if (parts.length === 1) return `has no /: names are KIND/NAME, for example */${kindPart}`;
  const own = kinds.filter((kind) => picomatch.isMatch(kind, kindPart, { nocase: true }));
  if (own.length === 0) return `begins with no kind; the kinds are ${kinds.join(', ')}`;
  const examples = own.flatMap((kind) => namesOf(kind, associationOf(kind).target.example));
  if (parts.includes('**') || examples.some((name) => name.split('/').length === parts.length)) return undefined;
  return `has ${parts.length} parts, which no name has; names are such as ${examples.join(', ')}. ** stands for any number of parts`;
}
