/** Places that could not be read, and what an offboarding makes of them. */

import type { OffboardingRequest } from '../events/offboarding-requested.ts';
import type { Inaccessible } from './common/found.ts';

/** The place with the reason of the request's first allowance for it. An allowance without a Region is for all of them. */
export function withAllowance(place: Inaccessible, { data }: OffboardingRequest): Inaccessible {
  const allowance = data.options?.allowInaccessible?.find(
    ({ where, kind }) =>
      (kind ?? place.kind) === place.kind &&
      where.roleArn === place.where.roleArn &&
      (where.region ?? place.where.region) === place.where.region,
  );
  return allowance === undefined ? place : { ...place, allowed: allowance.reason };
}

/** There may be associations in these, and nobody has allowed to leave them unread. */
export function notAllowed(places: readonly Inaccessible[]): Inaccessible[] {
  return places.filter(({ allowed }) => allowed === undefined);
}
