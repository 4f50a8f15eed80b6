/** The simulated cloud's doors: making it, seeding it, looking at it, and having a say in it. */

import type { Aws } from '@offboard/local-aws/service';

export { type EffectRecord, OUTSIDE } from '@offboard/local-aws/simulation';

import type { GivenOptions } from './options.ts';
import { seedLarge } from './seed/large.ts';
import { ACCOUNTS, places, REGIONS } from './seed/places.ts';
import { seedSmall } from './seed/small.ts';
import { SimulatedCloud } from './simulated-cloud.ts';

export { KINDS, type Kind } from './kinds.ts';
export { type AssociationRow, rows } from './rows.ts';
export * as scenarios from './scenarios.ts';
export { outcomes, type ScriptedOutcome } from './scripted-outcome.ts';
export { ACCOUNTS, HOME, PARTNERS, REGIONS } from './seed/places.ts';
export { type VariantName, type Variants, variants } from './service-variants.ts';
export { SimulatedCloud } from './simulated-cloud.ts';
export { cancel, vote } from './votes.ts';

export interface SeedOptions extends GivenOptions {
  /** How many associations. Absent: the small cloud, in which the examples of every kind exist. */
  size?: number;
  /** How many of ACCOUNTS and REGIONS a sized cloud spreads over; all where absent. */
  accounts?: number;
  regions?: number;
}

/** The cloud in this store; made and filled where the store has none yet, found again where it has. */
export function seedCloud(aws: Pick<Aws, 'clock' | 'store'>, options: SeedOptions = {}): SimulatedCloud {
  const cloud = new SimulatedCloud(aws, options);
  if (cloud.isSeeded()) return cloud;
  aws.store.transaction(() => {
    if (options.size === undefined) seedSmall(cloud);
    else {
      const spread = places(options.accounts ?? ACCOUNTS.length, options.regions ?? REGIONS.length);
      seedLarge(cloud, { size: options.size, spread });
    }
  });
  return cloud;
}
