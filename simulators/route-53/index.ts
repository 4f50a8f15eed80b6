/** Amazon Route 53: the VPCs of private hosted zones. */

import { AwsError } from '@offboard/local-aws/service';
import type { Simulator } from '../common/simulator.ts';
import { vpcAssociations } from './associations.ts';
import { samples } from './samples.ts';
import { generated, seedSmall } from './seed.ts';
import { serve } from './service.ts';
import { variants } from './variants.ts';

export const route53: Simulator = {
  serve,
  associations: [vpcAssociations],
  /** "Changes generally propagate to all Route 53 name servers within 60 seconds." */
  durations: { route53: [5, 60] },
  variants,
  throttled: () => new AwsError('Throttling', 'Rate exceeded'),
  seedSmall,
  generated: [generated],
  samples,
  subjectOf: ({ hostedZoneId }) => ({ type: 'zone', id: String(hostedZoneId) }),
};
