/** What happens to the world from outside, without anyone asking for an end. */

import { hex } from '../local-aws/core/random.ts';
import { ABSENT, goOn, stepAt } from '../local-aws/simulation/timeline.ts';
import { type FactsOf, type Kind, type Place, usually } from './kinds.ts';
import type { World } from './simulated-cloud.ts';

/** An engine upgrade gives the domain's plugins new ids under their old names. Ids noted before go stale. */
export function upgradeDomain(world: World, place: Place, domainName: string): void {
  const now = world.now();
  for (const association of world.associations('opensearch-packages', place, `${domainName}/`)) {
    const pkg = world.thing('search-package', place, association.facts.packageId);
    if (pkg?.packageType !== 'ZIP-PLUGIN' || world.step(association).status === ABSENT) continue;
    const packageId = `pkg-${hex(16, 'upgrade', pkg.packageId, now)}`;
    world.putThing('search-package', place, packageId, { ...pkg, packageId, version: 'v2', createdAt: now });
    world.continue(association, [{ at: now, status: ABSENT }]);
    world.tie('opensearch-packages', place, { domainName, packageId }, [{ at: now, status: 'ACTIVE' }]);
  }
}

/** A terminated instance loses all its associations by itself; they are shown for a little while. */
export function terminateInstance(world: World, place: Place, instanceId: string, { lingers = 60 } = {}): void {
  const instance = world.thing('instance', place, instanceId);
  if (!instance) throw new RangeError(`there is no instance ${instanceId} in ${place.account} ${place.region}`);
  const now = world.now();
  const life = goOn(instance.life, now, [{ at: now, status: 'TERMINATED' }]);
  world.putThing('instance', place, instanceId, { ...instance, life });
  for (const association of world.associations('license-manager-user', place, `${instanceId}/`)) {
    if (stepAt(association.life, now).status === ABSENT) continue;
    world.continue(association, [{ at: now + lingers * 1000, status: ABSENT }]);
  }
}

/** The producer withdraws a share: every consumer's association is DEAUTHORIZED. */
export function deauthorizeShare(world: World, dataShareArn: string): void {
  changeShare(world, dataShareArn, 'DEAUTHORIZED');
}

/** The consumers reject a share. */
export function rejectShare(world: World, dataShareArn: string): void {
  changeShare(world, dataShareArn, 'REJECTED');
}

function changeShare(world: World, dataShareArn: string, status: string): void {
  const now = world.now();
  for (const association of world.associations('redshift-datashare-consumer')) {
    if (association.facts.dataShareArn === dataShareArn) world.continue(association, [{ at: now, status }]);
  }
}

/** Someone ties again what was tied before, at once and without our API. */
export function tieAgain<K extends Kind>(world: World, kind: K, place: Place, key: string): void {
  const association = found(world, kind, place, key);
  // A new association has no session of its own yet.
  const { sessionArn: _earlier, ...facts } = association.facts as FactsOf[K] & { sessionArn?: string };
  world.tie(kind, place, facts as FactsOf[K], [{ at: world.now(), status: usually[kind] }]);
  world.effects.addOutside(world.now(), { ...place, kind, key, effect: 'tied' });
}

/** Someone else ends an association behind our back. */
export function vanish(world: World, kind: Kind, place: Place, key: string): void {
  world.continue(found(world, kind, place, key), [{ at: world.now(), status: ABSENT }]);
  world.effects.addOutside(world.now(), { ...place, kind, key, effect: 'ended' });
}

function found<K extends Kind>(world: World, kind: K, place: Place, key: string) {
  const association = world.association(kind, place, key);
  if (!association) throw new RangeError(`there was never a ${kind} ${key} in ${place.account} ${place.region}`);
  return association;
}
