/** What happens to the cloud from outside, without anyone asking for an end. */

import { hex } from '@offboard/local-aws/random';
import { ABSENT, continueTimeline, stepAt } from '@offboard/local-aws/simulation';
import { type FactsOf, type Kind, type Place, usualStatus } from './kinds.ts';
import type { SimulatedCloud } from './simulated-cloud.ts';

/** An engine upgrade gives the domain's plugins new ids under their old names. Ids noted before go stale. */
export function upgradeDomain(cloud: SimulatedCloud, place: Place, domainName: string): void {
  const now = cloud.now();
  for (const association of cloud.associations('opensearch-packages', place, `${domainName}/`)) {
    const pkg = cloud.resource('search-package', place, association.facts.packageId);
    if (pkg?.packageType !== 'ZIP-PLUGIN' || cloud.step(association).status === ABSENT) continue;
    const packageId = `pkg-${hex(16, 'upgrade', pkg.packageId, now)}`;
    cloud.putResource('search-package', place, packageId, { ...pkg, packageId, version: 'v2', createdAt: now });
    cloud.transition(association, [{ at: now, status: ABSENT }]);
    cloud.associate('opensearch-packages', place, { domainName, packageId }, [{ at: now, status: 'ACTIVE' }]);
  }
}

/** A terminated instance loses all its associations by itself; they are shown for a little while. */
export function terminateInstance(
  cloud: SimulatedCloud,
  place: Place,
  instanceId: string,
  { lingers = 60 } = {},
): void {
  const instance = cloud.resource('instance', place, instanceId);
  if (!instance) throw new RangeError(`there is no instance ${instanceId} in ${place.account} ${place.region}`);
  const now = cloud.now();
  const timeline = continueTimeline(instance.timeline, now, [{ at: now, status: 'TERMINATED' }]);
  cloud.putResource('instance', place, instanceId, { ...instance, timeline });
  for (const association of cloud.associations('license-manager-user', place, `${instanceId}/`)) {
    if (stepAt(association.timeline, now).status === ABSENT) continue;
    cloud.transition(association, [{ at: now + lingers * 1000, status: ABSENT }]);
  }
}

/** The producer withdraws a share: every consumer's association is DEAUTHORIZED. */
export function deauthorizeShare(cloud: SimulatedCloud, dataShareArn: string): void {
  changeShare(cloud, dataShareArn, 'DEAUTHORIZED');
}

/** The consumers reject a share. */
export function rejectShare(cloud: SimulatedCloud, dataShareArn: string): void {
  changeShare(cloud, dataShareArn, 'REJECTED');
}

function changeShare(cloud: SimulatedCloud, dataShareArn: string, status: string): void {
  const now = cloud.now();
  for (const association of cloud.associations('redshift-datashare-consumer')) {
    if (association.facts.dataShareArn === dataShareArn) cloud.transition(association, [{ at: now, status }]);
  }
}

/** Someone ties again what was tied before, at once and without our API. */
export function associateAgain<K extends Kind>(cloud: SimulatedCloud, kind: K, place: Place, key: string): void {
  const association = found(cloud, kind, place, key);
  // A new association has no session of its own yet.
  const { sessionArn: _earlier, ...facts } = association.facts as FactsOf[K] & { sessionArn?: string };
  cloud.associate(kind, place, facts as FactsOf[K], [{ at: cloud.now(), status: usualStatus[kind] }]);
  cloud.effects.addOutside(cloud.now(), { ...place, kind, key, effect: 'associated' });
}

/** Someone else ends an association behind our back. */
export function vanish(cloud: SimulatedCloud, kind: Kind, place: Place, key: string): void {
  cloud.transition(found(cloud, kind, place, key), [{ at: cloud.now(), status: ABSENT }]);
  cloud.effects.addOutside(cloud.now(), { ...place, kind, key, effect: 'disassociated' });
}

function found<K extends Kind>(cloud: SimulatedCloud, kind: K, place: Place, key: string) {
  const association = cloud.association(kind, place, key);
  if (!association) throw new RangeError(`there was never a ${kind} ${key} in ${place.account} ${place.region}`);
  return association;
}
