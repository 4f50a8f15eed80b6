/** The accounts and Regions a cloud spans. */

import type { Place } from '../kinds.ts';

/** The stack's own account, then its spokes. */
export const ACCOUNTS = ['111122223333', '222233334444', '333344445555', '555566667777', '666677778888'] as const;

/** Partners: they produce shares that ours consume, or consume ours. */
export const PARTNERS = ['444455556666', '777788889999'] as const;

export const REGIONS = ['us-east-1', 'eu-west-1', 'us-west-2'] as const;

export const HOME: Place = { account: ACCOUNTS[0], region: REGIONS[0] };

export function places(accounts: number, regions: number): Place[] {
  return ACCOUNTS.slice(0, accounts).flatMap((account) =>
    REGIONS.slice(0, regions).map((region) => ({ account, region })),
  );
}
