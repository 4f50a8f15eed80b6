import type { Discovered } from './contract.ts';
import type { DiscoverFilter } from './target.ts';

/** A filter with a field that the kind does not know: ignoring it would find too much. */
class UnknownFilter extends Error {
  override readonly name = 'UnknownFilter';
}

/** @throws UnknownFilter that names the fields there are. */
export function parseFilter<Field extends string>(
  filter: DiscoverFilter,
  fields: readonly Field[],
): { [F in Field]?: string | undefined } {
  const unknown = Object.keys(filter).filter((field) => !fields.includes(field as Field));
  if (unknown.length === 0) return filter as { [F in Field]?: string | undefined };
  throw new UnknownFilter(`unknown filter ${unknown.join(', ')}; known are ${fields.join(', ')}`);
}

/** Whether a field has the wanted value, where one is wanted. Case-sensitive. */
export function matchesFilter(wanted: string | undefined, actual: string | undefined): boolean {
  return wanted === undefined || wanted === actual;
}

/**
 * Reports what may not be read. What does not exist is no finding: a subject may be unknown to a service, and what was
 * listed may be gone since. Throttling is thrown: the caller resumes from the last cursor.
 */
export function* inaccessible(at: string, error: unknown): Iterable<Discovered<never>> {
  if (!(error instanceof Error)) throw error;
  if (error.name.startsWith('ResourceNotFound')) return;
  if (!DENIED.test(error.name)) throw error;
  yield { type: 'inaccessible', at, error: error.name, message: error.message };
}

const DENIED = /^(AccessDenied|Unauthorized)/;

/** Where to go on: JSON, so that each discovery keeps in it what it needs. */
export function cursorRecord(place: Readonly<Record<string, unknown>>): Discovered<never> {
  return { type: 'cursor', cursor: JSON.stringify(place) };
}

export function readCursor<Place>(cursor: string | undefined): Partial<Place> {
  return cursor === undefined ? {} : (JSON.parse(cursor) as Partial<Place>);
}

/** `since` is left out where the service shows none. */
export function sinceOf(date: Date | undefined): { since?: string } {
  return date === undefined ? {} : { since: date.toISOString() };
}
