/** The simulated world's doors: making it, seeding it, looking at it, and having a say in it. */

import type { Aws } from '../local-aws/core/aws.ts';
import type { GivenOptions } from './options.ts';
import { seedLarge } from './seed/large.ts';
import { ACCOUNTS, places, REGIONS } from './seed/places.ts';
import { seedSmall } from './seed/small.ts';
import { World } from './simulated-cloud.ts';

export { type EffectRecord, OUTSIDE } from '../local-aws/simulation/effects.ts';
export { KINDS, type Kind } from './kinds.ts';
export { rows, type WorldRow } from './rows.ts';
export * as scenarios from './scenarios.ts';
export { type Fate, outcomes } from './scripted-outcome.ts';
export { ACCOUNTS, HOME, PARTNERS, REGIONS } from './seed/places.ts';
export { type Switches, type SwitchName, switches } from './service-variants.ts';
export { World } from './simulated-cloud.ts';
export { cancel, vote } from './votes.ts';

export interface SeedOptions extends GivenOptions {
  /** How many associations. Absent: the small world, in which the examples of every kind exist. */
  size?: number;
  /** How many of ACCOUNTS and REGIONS a sized world spreads over; all where absent. */
  accounts?: number;
  regions?: number;
}

/** The world in this store; made and filled where the store has none yet, found again where it has. */
export function seedWorld(aws: Pick<Aws, 'clock' | 'store'>, options: SeedOptions = {}): World {
  const world = new World(aws, options);
  if (world.isSeeded()) return world;
  aws.store.transaction(() => {
    if (options.size === undefined) seedSmall(world);
    else {
      const spread = places(options.accounts ?? ACCOUNTS.length, options.regions ?? REGIONS.length);
      seedLarge(world, { size: options.size, spread });
    }
  });
  return world;
}
