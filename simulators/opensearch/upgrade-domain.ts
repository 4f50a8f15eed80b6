/** An engine upgrade, which nobody's request causes. */

import { hex } from '@offboard/local-aws/random';
import type { AccountRegion } from '@offboard/local-aws/service';
import { ABSENT, type SimulatedCloud } from '@offboard/local-aws/simulation';
import { packageAssociations } from './associations.ts';
import { searchPackages } from './resources.ts';

/** Gives the domain's plugins new ids under their old names; ids that somebody noted before are stale. */
export function upgradeDomain(cloud: SimulatedCloud, location: AccountRegion, domainName: string): void {
  const now = cloud.now();
  for (const association of cloud.associations(packageAssociations, location, `${domainName}/`)) {
    const pkg = cloud.resource(searchPackages, location, association.facts.packageId);
    if (pkg?.packageType !== 'ZIP-PLUGIN' || cloud.step(association).status === ABSENT) continue;
    const packageId = `pkg-${hex(16, 'upgrade', pkg.packageId, now)}`;
    cloud.putResource(searchPackages, location, packageId, { ...pkg, packageId, version: 'v2', createdAt: now });
    cloud.transition(association, [{ at: now, status: ABSENT }]);
    cloud.associate(packageAssociations, location, { domainName, packageId }, [{ at: now, status: 'ACTIVE' }]);
  }
}
