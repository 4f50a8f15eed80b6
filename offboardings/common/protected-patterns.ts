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

export interface Protection {
  name: string;
  pattern: string;
  /** The target leaves open which associations it means: what the pattern protects may be among them. */
  perhaps: boolean;
}

/** The first pattern that protects what the target names, for each association that it names. */
export function protectionsOf(kind: Kind, target: Target, patterns: readonly string[]): Protection[] {
  const { covers } = associationOf(kind).target;
  return singleTargets(target).flatMap((single): Protection[] => {
    const [name = ''] = namesOf(kind, single);
    const pattern = patterns.find((each) => isMatch(name, each));
    if (pattern !== undefined) return [{ name, pattern, perhaps: false }];
    const open = covers?.(single);
    if (open === undefined) return [];
    const overlapping = patterns.find((each) => overlaps([kind, ...open.split('/')], each.split('/')));
    return overlapping === undefined ? [] : [{ name, pattern: overlapping, perhaps: true }];
  });
}

/** Services may read letters of another width or case, spaces and invisible characters as the plain name. */
export function isMatch(name: string, pattern: string): boolean {
  return picomatch.isMatch(plain(name), plain(pattern), { dot: true, nocase: true });
}

function plain(name: string): string {
  const visible = name.normalize('NFKC').replaceAll(/[\p{Cc}\p{Cf}]/gu, '');
  return visible
    .split('/')
    .map((part) => part.trim())
    .join('/')
    .toLowerCase();
}

/** Whether some name is of both; `**` stands for any number of parts in either. */
function overlaps(open: readonly string[], pattern: readonly string[]): boolean {
  const [first, ...rest] = open;
  const [part, ...others] = pattern;
  if (first === '**') return overlaps(rest, pattern) || (part !== undefined && overlaps(open, others));
  if (part === '**') return overlaps(open, others) || (first !== undefined && overlaps(rest, pattern));
  if (first === undefined || part === undefined) return first === part;
  return isMatch(first, part) && overlaps(rest, others);
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
