import { accountOf } from '../../events/where.ts';
import { searchesFor } from '../../offboardings/searches.ts';
import type { StoredPlan } from './find.ts';

export interface SearchedPlace {
  account: string;
  region: string;
}

/** Each account and Region once, in the order of the searches. @param home where the stack is. */
export function searchedPlaces({ request }: StoredPlan, home: SearchedPlace): SearchedPlace[] {
  const places = searchesFor(request, home.region).map(({ where }) => ({
    account: accountOf(where, home.account),
    region: where.region ?? home.region,
  }));
  return [...new Map(places.map((place) => [`${place.account} ${place.region}`, place])).values()];
}
