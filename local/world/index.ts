/** The simulated world's doors: making it, seeding it, looking at it, and having a say in it. */

import type { Aws } from '../aws.ts';
import type { GivenOptions } from './options.ts';
import { seedLarge } from './seed/large.ts';
import { ACCOUNTS, places, REGIONS } from './seed/places.ts';
import { seedSmall } from './seed/small.ts';
import { World } from './world.ts';

export { type EffectRecord, OUTSIDE } from './effects.ts';
export { type Fate, outcomes } from './fate.ts';
export { KINDS, type Kind } from './kinds.ts';
export { rows, type WorldRow } from './rows.ts';
export * as scenarios from './scenarios.ts';
export { ACCOUNTS, HOME, PARTNERS, REGIONS } from './seed/places.ts';
export { type Switches, type SwitchName, switches } from './switches.ts';
export { cancel, vote } from './votes.ts';
export { World } from './world.ts';

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
