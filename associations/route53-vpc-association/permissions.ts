import type { KindPermissions, Statement } from '../common/permissions.ts';

const hostedZones = { resources: ['arn:{partition}:route53:::hostedzone/{hostedZones}'] };

/** Of a zone of the account, and of a VPC of the account in a zone of another. */
const reading: readonly Statement[] = [
  { actions: ['route53:GetHostedZone', 'route53:ListVPCAssociationAuthorizations'], ...hostedZones },
  {
    actions: ['route53:ListHostedZonesByVPC', 'ec2:DescribeVpcs'],
    resources: ['*'],
    reason: 'Route 53 reads VPCs with the permissions of its caller, and neither action has a resource type',
  },
];

export const permissions: KindPermissions = {
  parameters: [{ name: 'hostedZones', default: '*', description: 'Private hosted zones, as a pattern over their ids' }],
  /** Route 53 developer guide, "Quotas": 5 requests of DisassociateVPCFromHostedZone a second; 10 of others. */
  rates: { route53: 5 },
  start: [{ actions: ['route53:DisassociateVPCFromHostedZone'], ...hostedZones }, ...reading],
  poll: [{ actions: ['route53:GetChange'], resources: ['arn:{partition}:route53:::change/*'] }, ...reading],
  discover: [
    { actions: ['route53:GetHostedZone'], ...hostedZones },
    {
      actions: ['route53:ListHostedZones', 'route53:ListHostedZonesByVPC', 'ec2:DescribeVpcs'],
      resources: ['*'],
      reason: 'Route 53 reads VPCs with the permissions of its caller, and none of these actions has a resource type',
    },
  ],
  restore: [{ actions: ['route53:AssociateVPCWithHostedZone'], ...hostedZones }, ...reading],
};
