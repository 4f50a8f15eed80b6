/** What every discovery does alike: its filter, its cursor, and what it may not see. */

import type { Discovered } from './contract.ts';
import type { DiscoverFilter } from './target.ts';

/** A filter with a field that means nothing for the kind: looking without it would find too much. */
class UnknownFilter extends Error {
  override readonly name = 'UnknownFilter';
}

/** @throws UnknownFilter that names the fields there are. */
export function only<Field extends string>(
  filter: DiscoverFilter,
  fields: readonly Field[],
): { [F in Field]?: string | undefined } {
  const unknown = Object.keys(filter).filter((field) => !fields.includes(field as Field));
  if (unknown.length === 0) return filter as { [F in Field]?: string | undefined };
  throw new UnknownFilter(`cannot look for ${unknown.join(', ')} here, only for ${fields.join(', ')}`);
}

/** Whether a field agrees with what is looked for, where something is. Letters' case counts. */
export function agrees(wanted: string | undefined, actual: string | undefined): boolean {
  return wanted === undefined || wanted === actual;
}

/**
 * One thing that could not be looked into; nothing, where it is not there: a subject may well be unknown to a service,
 * and what was listed may be gone since. The rest is gone on with, but an overload stops it: the caller resumes.
 */
export function* inaccessible(at: string, error: unknown): Iterable<Discovered<never>> {
  if (!(error instanceof Error)) throw error;
  if (error.name.startsWith('ResourceNotFound')) return;
  if (!DENIED.test(error.name)) throw error;
  yield { type: 'inaccessible', at, error: error.name, message: error.message };
}

const DENIED = /^(AccessDenied|Unauthorized)/;

/** Where to go on: JSON, so that each discovery keeps in it what it needs. */
export function cursorAt(place: Readonly<Record<string, unknown>>): Discovered<never> {
  return { type: 'cursor', cursor: JSON.stringify(place) };
}

export function placeOf<Place>(cursor: string | undefined): Partial<Place> {
  return cursor === undefined ? {} : (JSON.parse(cursor) as Partial<Place>);
}

/** `since` is left out where the service shows none. */
export function sinceOf(date: Date | undefined): { since?: string } {
  return date === undefined ? {} : { since: date.toISOString() };
}
