import type { Leaf } from './event.ts';
import type { Json } from './json.ts';
import { comparable } from './number.ts';

export type LeafTest = (leaf: Leaf) => boolean;

/** `{ "exists": false }` tests the event, not a leaf of it. */
export const ABSENT = Symbol('exists: false');

/** How the compiler refuses a node. */
export type Refuse = (reason: string, node: Json) => never;

export const ONE_KEY = 'Only one key allowed in match expression';

/** The one operator of an object, and what it is given. */
export function onlyEntry(
  node: Json & { kind: 'object' },
  missing: string,
  tooMany: string,
  refuse: Refuse,
): [string, Json] {
  const [entry, another] = node.entries;
  if (!entry) return refuse(missing, node);
  if (another) return refuse(tooMany, another[1]);
  return entry;
}

export function textOf(given: Json, otherwise: string, refuse: Refuse): string {
  return given.kind === 'string' ? given.text : refuse(otherwise, given);
}

export function numberOf(given: Json | undefined, otherwise: string, refuse: Refuse, holder = given): number {
  if (given?.kind !== 'number') return refuse(otherwise, given ?? (holder as Json));
  return comparable(given.text) ?? refuse(`Cannot compare number : ${given.text}`, given);
}
