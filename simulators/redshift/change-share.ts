/** What producers and consumers do to a share by themselves. */

import type { SimulatedCloud } from '@offboard/local-aws/simulation';
import { datashareConsumers } from './associations.ts';

/** The producer withdraws it: every consumer's association is DEAUTHORIZED. */
export function deauthorizeShare(cloud: SimulatedCloud, dataShareArn: string): void {
  changeShare(cloud, dataShareArn, 'DEAUTHORIZED');
}

/** The consumers reject it. */
export function rejectShare(cloud: SimulatedCloud, dataShareArn: string): void {
  changeShare(cloud, dataShareArn, 'REJECTED');
}

function changeShare(cloud: SimulatedCloud, dataShareArn: string, status: string): void {
  const now = cloud.now();
  for (const association of cloud.associations(datashareConsumers)) {
    if (association.facts.dataShareArn === dataShareArn) cloud.transition(association, [{ at: now, status }]);
  }
}
