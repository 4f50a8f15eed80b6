/** `field=value` on the command line to a target, guided by the kind's example: which fields are lists, which are nested. */

import { associations, type Kind, kinds } from '../../associations/registry.ts';
import { usage } from './exit.ts';

type Fields = { [key: string]: unknown };

/**
 * `packageIds=F1,F2`, `disassociateEntireAccount=true`, `identityProvider.ActiveDirectoryIdentityProvider.DirectoryId=d-1`,
 * or JSON: `identityProvider={...}`.
 * @throws ClientError INVALID for a word that is not field=value.
 */
export function parseFields(words: readonly string[], example: Readonly<Record<string, unknown>>): Fields {
  const target: Fields = {};
  for (const word of words) {
    const mark = word.indexOf('=');
    if (mark < 1) throw usage(`'${word}' is not field=value`, `for example: ${fieldArguments(example).join(' ')}`);
    setField(target, word.slice(0, mark).split('.'), readValue(word.slice(mark + 1), example[word.slice(0, mark)]));
  }
  return target;
}

function readValue(text: string, example: unknown): unknown {
  if (/^[{[]/.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      throw usage(`'${text}' is not JSON`);
    }
  }
  if (Array.isArray(example)) return text.split(',');
  return text === 'true' ? true : text === 'false' ? false : text;
}

function setField(node: Fields, [head, ...rest]: string[], value: unknown): void {
  if (head === undefined || head === '__proto__') throw usage('the name of a field is missing');
  if (rest.length > 0) {
    const below = node[head];
    const next: Fields = typeof below === 'object' && below !== null ? (below as Fields) : {};
    node[head] = next;
    setField(next, rest, value);
    return;
  }
  const present = node[head];
  // A list that is given again is extended: packageIds=F1 packageIds=F2.
  node[head] = Array.isArray(present) && Array.isArray(value) ? [...present, ...value] : value;
}

/** The arguments that give this target. */
export function fieldArguments(target: Readonly<Record<string, unknown>>, prefix = ''): string[] {
  return Object.entries(target).flatMap(([name, value]) => {
    if (Array.isArray(value)) return [`${prefix}${name}=${value.join(',')}`];
    if (typeof value === 'object' && value !== null) return fieldArguments(value as Fields, `${prefix}${name}.`);
    return [`${prefix}${name}=${value}`];
  });
}

/** The arguments of a request for a kind's example: `KIND field=value ...`. @param kind the fastest by default. */
export function exampleRequest(kind: Kind = fastest): string {
  return `${kind} ${fieldArguments(associations[kind].target.example).join(' ')}`;
}

const fastest = kinds.toSorted(
  (a, b) => associations[a].policy.pace.usual - associations[b].policy.pace.usual,
)[0] as Kind;
