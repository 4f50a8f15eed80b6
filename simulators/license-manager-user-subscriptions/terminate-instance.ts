/** The termination of an instance, which no request to this service causes. */

import type { AccountRegion } from '@offboard/local-aws/service';
import { ABSENT, continueTimeline, type SimulatedCloud } from '@offboard/local-aws/simulation';
import { instanceUsers } from './associations.ts';
import { instances } from './resources.ts';

/** Its users are disassociated with it; they stay listed for so many seconds. @throws RangeError */
export function terminateInstance(
  cloud: SimulatedCloud,
  location: AccountRegion,
  instanceId: string,
  { listedFor = 60 } = {},
): void {
  const instance = cloud.resource(instances, location, instanceId);
  if (!instance) throw new RangeError(`there is no instance ${instanceId} in ${location.account} ${location.region}`);
  const now = cloud.now();
  const timeline = continueTimeline(instance.timeline, now, [{ at: now, status: 'TERMINATED' }]);
  cloud.putResource(instances, location, instanceId, { ...instance, timeline });
  for (const association of cloud.listed(instanceUsers, now, location, `${instanceId}/`)) {
    cloud.transition(association, [{ at: now + listedFor * 1000, status: ABSENT }]);
  }
}
