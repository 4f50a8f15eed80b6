/** A VPC of a private hosted zone, in the account of the zone and the Region of the VPC. */

import { type Association, associationType } from '@offboard/local-aws/simulation';

export interface VpcFacts {
  zoneId: string;
  vpcId: string;
  region: string;
}

export type VpcAssociation = Association<VpcFacts>;

export const vpcAssociations = associationType<VpcFacts>({
  kind: 'route53-vpc-association',
  keyOf: ({ zoneId, vpcId }) => `${zoneId}/${vpcId}`,
  targetOf: ({ zoneId, vpcId, region }) => ({ hostedZoneId: zoneId, vpcId, vpcRegion: region }),
  activeStatus: 'ASSOCIATED',
  outcomes: ['succeeds', 'stuck', 'reverts', 'busy', 'error'],
  trials: {
    slow: { outcome: 'succeeds', after: 60 },
    stuck: { outcome: 'stuck' },
    rates: { reverts: 0.05, stuck: 0.05, busy: 0.1 },
  },
  dates: 'none',
});
