import type { Json } from '../common/contract.ts';
import { asynchronous } from '../common/pace.ts';
import type { Policy } from '../common/policy.ts';
import type { VpcAssociation } from './target.ts';

const MINUTE = 60;

/** What a poll or discovery returned: the zone as its owner sees it, or its summary as a VPC's owner does. */
interface Snapshot {
  HostedZone?: { Name?: string; LinkedService?: { ServicePrincipal?: string } };
  VPCs?: readonly Json[];
  Name?: string;
  Owner?: { OwningAccount?: string };
}

export const policy: Policy<VpcAssociation> = {
  service: 'Route 53',

  /** "Changes generally propagate within 60 seconds." An association has no date, so a request must not wait long. */
  pace: { ...asynchronous, deadline: 30 * MINUTE, grace: 2 * MINUTE, settle: 0, usual: MINUTE },
  /** DisassociateVPCFromHostedZone has 5 requests a second for an account, which others use, too. */
  maxConcurrency: 4,
  serialKey: ({ hostedZoneId }) => hostedZoneId,

  subjects: {
    vpc: { field: 'vpcId', description: 'a VPC of private hosted zones' },
    zone: { field: 'hostedZoneId', description: 'a private hosted zone' },
  },
  filterOf: ({ hostedZoneId, vpcId, vpcRegion }) => ({ hostedZoneId, vpcId, vpcRegion }),
  annotations: ['comment'],

  assess({ target: { hostedZoneId, vpcId }, account, snapshot }) {
    const { HostedZone, VPCs, Name, Owner } = (snapshot ?? {}) as Snapshot;
    const isLast = VPCs?.length === 1;
    const maker = HostedZone?.LinkedService?.ServicePrincipal;
    const owner = Owner?.OwningAccount;
    return {
      risks: isLast ? ['last-vpc'] : [],
      impact: [
        `${vpcId} no longer resolves the names of ${HostedZone?.Name ?? Name ?? hostedZoneId} by the zone: a public zone may answer instead`,
        ...(isLast
          ? ["it is the zone's last VPC, which Route 53 does not remove: associate another, or delete the zone"]
          : []),
        ...(maker === undefined ? [] : [`${maker} made the zone and may rely on it`]),
      ],
      restoreMethod: 'associating the VPC again',
      ...(owner !== undefined &&
        owner !== account && {
          restorableWith: `account ${owner}, which owns the zone and must authorize the VPC again`,
        }),
    };
  },
  restoreSideEffects: 'the VPC resolves the names of the zone by its records again',
};
