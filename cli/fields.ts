/** `field=value` on the command line to a target, guided by the kind's example: which fields are lists, which are nested. */

import { associations, type Kind, kinds } from '../associations/registry.ts';
import { usage } from './exit.ts';

type Plain = { [key: string]: unknown };

/**
 * `packageIds=F1,F2`, `disassociateEntireAccount=true`, `identityProvider.ActiveDirectoryIdentityProvider.DirectoryId=d-1`,
 * or JSON: `identityProvider={...}`.
 * @throws ClientError INVALID for a word that is no field=value.
 */
export function parseFields(words: readonly string[], example: Readonly<Record<string, unknown>>): Plain {
  const target: Plain = {};
  for (const word of words) {
    const mark = word.indexOf('=');
    if (mark < 1) throw usage(`'${word}' is not field=value`, `for example: ${exampleWords(example).join(' ')}`);
    place(target, word.slice(0, mark).split('.'), readValue(word.slice(mark + 1), example[word.slice(0, mark)]));
  }
  return target;
}

function readValue(text: string, example: unknown): unknown {
  if (/^[{[]/.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      throw usage(`'${text}' looks like JSON but is not`);
    }
  }
  if (Array.isArray(example)) return text.split(',');
  return text === 'true' ? true : text === 'false' ? false : text;
}

function place(node: Plain, [head, ...rest]: string[], value: unknown): void {
  if (head === undefined || head === '__proto__') throw usage('a field has a name');
  if (rest.length > 0) {
    const below = node[head];
    const next: Plain = typeof below === 'object' && below !== null ? (below as Plain) : {};
    node[head] = next;
    place(next, rest, value);
    return;
  }
  const present = node[head];
  // The same field again makes a list longer: packageIds=F1 packageIds=F2.
  node[head] = Array.isArray(present) && Array.isArray(value) ? [...present, ...value] : value;
}

/** The words that give this target back. */
export function exampleWords(target: Readonly<Record<string, unknown>>, prefix = ''): string[] {
  return Object.entries(target).flatMap(([name, value]) => {
    if (Array.isArray(value)) return [`${prefix}${name}=${value.join(',')}`];
    if (typeof value === 'object' && value !== null) return exampleWords(value as Plain, `${prefix}${name}.`);
    return [`${prefix}${name}=${value}`];
  });
}

/** The words of a request for a kind's example: `KIND field=value ...`. Default: the kind that is done soonest. */
export function exampleRequest(kind: Kind = soonest): string {
  return `${kind} ${exampleWords(associations[kind].target.example).join(' ')}`;
}

const soonest = kinds.toSorted(
  (a, b) => associations[a].policy.pace.usual - associations[b].policy.pace.usual,
)[0] as Kind;
