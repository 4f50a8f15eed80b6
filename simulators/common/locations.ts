/** The accounts and Regions of the simulated cloud. */

import type { AccountRegion } from '@offboard/local-aws/service';

/** The stack's own account, then its spokes. */
export const ACCOUNTS = ['111122223333', '222233334444', '333344445555', '555566667777', '666677778888'] as const;

/** Partners: they share data with our accounts, or consume ours. */
export const PARTNERS = ['444455556666', '777788889999'] as const;

export const REGIONS = ['us-east-1', 'eu-west-1', 'us-west-2'] as const;

/** Where the stack is deployed. */
export const HOME: AccountRegion = { account: ACCOUNTS[0], region: REGIONS[0] };

/** The first spoke account: in the small cloud it has one association of each kind, which can be disassociated. */
export const SPOKE: AccountRegion = { account: ACCOUNTS[1], region: REGIONS[0] };

export function locations(accounts: number, regions: number): AccountRegion[] {
  return ACCOUNTS.slice(0, accounts).flatMap((account) =>
    REGIONS.slice(0, regions).map((region) => ({ account, region })),
  );
}
