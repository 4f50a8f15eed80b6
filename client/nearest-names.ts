/** Existing names near to one that was not found, which is mistyped most often. */

import { distance } from 'fastest-levenshtein';

const LISTED = 3;

export interface NearestNames {
  unknown: string[];
  nearest: string[];
}

/** Every text of a target; of an ARN also its parts, such as the account. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith('arn:') ? [value, ...value.split(/[:/]/)] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

export function nearestNames(names: readonly string[], existing: ReadonlySet<string>): NearestNames {
  const unknown = names.filter((name) => !existing.has(name));
  return { unknown, nearest: unknown.flatMap((name) => nearestTo(name, existing)) };
}

function nearestTo(name: string, existing: ReadonlySet<string>): string[] {
  const furthest = Math.min(3, Math.ceil(name.length / 3));
  return [...existing]
    .map((other) => ({ other, edits: distance(name.toLowerCase(), other.toLowerCase()) }))
    .filter(({ edits }) => edits <= furthest)
    .sort((a, b) => a.edits - b.edits || (a.other < b.other ? -1 : 1))
    .slice(0, LISTED)
    .map(({ other }) => other);
}
