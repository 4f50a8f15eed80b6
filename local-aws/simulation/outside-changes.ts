/** Changes that no call of this runtime makes: somebody works on the same associations by other means. */

import type { AccountRegion } from '../core/account-region.ts';
import type { Association } from './association.ts';
import type { SimulatedCloud } from './simulated-cloud.ts';
import { ABSENT } from './timeline.ts';

/** Associates again, at once, under a key that was associated before. @throws RangeError where it never was. */
export function associateAgain(cloud: SimulatedCloud, kind: string, location: AccountRegion, key: string): void {
  const type = cloud.type(kind);
  const { facts } = knownAssociation(cloud, kind, location, key);
  cloud.associate(type, location, type.factsAnew?.(facts) ?? facts, [{ at: cloud.now(), status: type.activeStatus }]);
  cloud.effects.addOutside(cloud.now(), { ...at(location), kind, key, effect: 'associated' });
}

/** Removes the association at once. @throws RangeError where there never was one. */
export function removeAssociation(cloud: SimulatedCloud, kind: string, location: AccountRegion, key: string): void {
  cloud.transition(knownAssociation(cloud, kind, location, key), [{ at: cloud.now(), status: ABSENT }]);
  cloud.effects.addOutside(cloud.now(), { ...at(location), kind, key, effect: 'disassociated' });
}

function knownAssociation(cloud: SimulatedCloud, kind: string, location: AccountRegion, key: string): Association {
  const association = cloud.association(cloud.type(kind), location, key);
  if (!association) throw new RangeError(`there was never a ${kind} ${key} in ${location.account} ${location.region}`);
  return association;
}

function at({ account, region }: AccountRegion): AccountRegion {
  return { account, region };
}
