/** Who has left a source that can be listed since it was listed before, whether a signal said so or not. */

/** As a list of the source has it. */
export interface Listed {
  id: string;
  /** Of the user, or the account's id. */
  name: string;
  active: boolean;
}

interface Known {
  name: string;
  /** When a list had it as active last: ISO 8601. */
  activeAt: string;
}

/** What is kept from one list to the next. */
export interface KnownActive {
  listedAt: string;
  /** By id. */
  active: Record<string, Known>;
}

export interface Departure {
  name: string;
  activeAt: string;
}

/** A departure is found again for so long, in case that nothing could be started for it. */
const FOUND_AGAIN_MS = 3 * 86_400_000;

/** More at once, and more than this share of a source, is a list that misses people. */
const MAX_DEPARTURES = 25;
const MAX_SHARE = 0.1;

export class ImplausibleList extends Error {
  override readonly name = 'ImplausibleList';
}

/**
 * @param known null for the first list, from which nobody has left.
 * @throws ImplausibleList where so many have left at once that the list is more likely incomplete.
 */
export function reconcile(
  known: KnownActive | null,
  listed: readonly Listed[],
  listedAt: string,
): { departures: Departure[]; known: KnownActive } {
  const now = Object.fromEntries(
    listed.flatMap(({ id, name, active }) => (active ? [[id, { name, activeAt: listedAt }] as const] : [])),
  );
  const gone = Object.entries(known?.active ?? {}).filter(([id]) => !Object.hasOwn(now, id));
  const newly = gone.filter(([, { activeAt }]) => activeAt === known?.listedAt).length;
  const before = Object.keys(known?.active ?? {}).length;
  if (newly > MAX_DEPARTURES && newly > before * MAX_SHARE)
    throw new ImplausibleList(
      `${newly} of ${before} have left at once. Where that is true, delete the list that is kept.`,
    );
  const foundAgain = gone.filter(([, { activeAt }]) => Date.parse(listedAt) - Date.parse(activeAt) <= FOUND_AGAIN_MS);
  return {
    departures: gone.map(([, departure]) => departure),
    known: { listedAt, active: { ...Object.fromEntries(foundAgain), ...now } },
  };
}
