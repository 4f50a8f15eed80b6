/** The stack's protected names: glob patterns over `kind/name`, separated by commas. */

import picomatch from 'picomatch';
import { singleTargets, type Target } from '../associations/common/target.ts';
import { associationOf, type Kind, kinds } from '../associations/registry.ts';

/** `<kind>/movies/F123456789` for every association that the target names. */
export function namesOf(kind: Kind, target: Target): string[] {
  const { label } = associationOf(kind).target;
  return singleTargets(target).map((single) => `${kind}/${label(single)}`);
}

/** The first pattern that protects the name. */
export function protectionOf(name: string, patterns: readonly string[]): string | undefined {
  return patterns.find((pattern) => picomatch.isMatch(name, pattern, { dot: true, nocase: true }));
}

/** @throws Error that says what is wrong with a pattern: it would protect nothing, and say nothing. */
export function parseProtectedNames(text: string): string[] {
  const patterns = splitOutsideBraces(text)
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== '');
  for (const pattern of patterns) {
    const problem = problemOf(pattern);
    if (problem !== undefined) throw new Error(`protectedNames: the pattern '${pattern}' ${problem}`);
  }
  return patterns;
}

/** A comma within braces belongs to the pattern: `{a,b}`. */
function splitOutsideBraces(text: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (character === ',' && depth === 0) parts.push('');
    else parts.push(`${parts.pop()}${character}`);
  }
  return parts;
}

function problemOf(pattern: string): string | undefined {
  if (/[{(]/.test(pattern) && !isBalanced(pattern)) return 'has a brace or parenthesis that is not closed';
  if (pattern.startsWith('!')) return 'begins with !, which would protect everything else';
  const [kindPart = '', ...rest] = partsOf(pattern);
  if (kindPart === '**') return undefined;
  if (rest.length === 0) return `has no /: names are KIND/NAME, for example */${pattern}`;
  if (kinds.some((kind) => picomatch.isMatch(kind, kindPart, { nocase: true }))) return undefined;
  return `begins with no kind; the kinds are ${kinds.join(', ')}`;
}

function isBalanced(pattern: string): boolean {
  const open: string[] = [];
  for (const character of pattern) {
    if (character === '{' || character === '(') open.push(character === '{' ? '}' : ')');
    else if ((character === '}' || character === ')') && open.pop() !== character) return false;
  }
  return open.length === 0;
}

/** At slashes outside braces. */
function partsOf(pattern: string): string[] {
  return pattern.split(/\/(?![^{]*\})/);
}
