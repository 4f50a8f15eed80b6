/** The searches of a request: one for each kind, account and Region. */

import { kinds as allKinds, type Kind } from '../associations/registry.ts';
import type { OffboardingRequest } from '../events/offboarding-requested.ts';
import type { Where } from '../events/where.ts';
import { canonical } from './canonical.ts';
import type { Search } from './common/found.ts';
import { filterFor, filterOf } from './subject.ts';

type Unnumbered = Omit<Search, 'id'>;

/** @param home the stack's own Region: the default of a `where`. */
export function searchesFor({ data }: OffboardingRequest, home: string): Search[] {
  const { subject, policy, options = {} } = data;
  const places = uniquePlaces(options.where ?? policy?.where, home);
  const wanted: Unnumbered[] = [
    ...(subject === undefined ? [] : bySubject(subject, options.kinds ?? allKinds, places)),
    ...(policy === undefined ? [] : byPolicy(policy, places)),
    ...byName(data.associations ?? [], home),
  ];
  return wanted.map((search, index) => ({ id: String(index).padStart(5, '0'), ...search }));
}

function bySubject(
  subject: NonNullable<OffboardingRequest['data']['subject']>,
  kinds: readonly Kind[],
  places: readonly Where[],
): Unnumbered[] {
  return [...new Set(kinds)].flatMap((kind) => {
    const filter = filterFor(kind, subject);
    if (filter === undefined) return [];
    return places.map((where) => ({ kind, where, filter, reason: `${subject.type} ${subject.id}` }));
  });
}

function byPolicy(
  { name, kinds }: NonNullable<OffboardingRequest['data']['policy']>,
  places: readonly Where[],
): Unnumbered[] {
  return [...new Set(kinds)].flatMap((kind) =>
    places.map((where) => ({ kind, where, filter: {}, reason: `policy ${name}` })),
  );
}

/** Targets with the same filter share a search. */
function byName(named: NonNullable<OffboardingRequest['data']['associations']>, home: string): Unnumbered[] {
  const searches = new Map<string, Unnumbered & { targets: NonNullable<Search['targets']>[number][] }>();
  for (const { association, target, where } of named) {
    const kind = association as Kind;
    const search = { kind, where: withRegion(where, home), filter: filterOf(kind, target), reason: 'named' };
    const key = canonical(search);
    const known = searches.get(key);
    if (known === undefined) searches.set(key, { ...search, targets: [target] });
    else known.targets.push(target);
  }
  return [...searches.values()];
}

function uniquePlaces(given: readonly Where[] | undefined, home: string): Where[] {
  const places = given === undefined || given.length === 0 ? [{}] : given;
  const unlike = new Map(places.map((where) => withRegion(where, home)).map((where) => [canonical(where), where]));
  return [...unlike.values()];
}

function withRegion(where: Where | undefined, home: string): Where {
  return { ...where, region: where?.region ?? home };
}
