import type { KindPermissions, Statement } from '../common/permissions.ts';

const entries = ['arn:{partition}:eks:{regions}:{account}:access-entry/{clusters}/*'];

const listPolicies: Statement = { actions: ['eks:ListAssociatedAccessPolicies'], resources: entries };

export const permissions: KindPermissions = {
  parameters: [{ name: 'clusters', default: '*', description: 'EKS clusters, as a pattern over their names' }],
  start: [{ actions: ['eks:DisassociateAccessPolicy'], resources: entries }, listPolicies],
  poll: [listPolicies],
  discover: [
    { actions: ['eks:ListClusters'], resources: ['*'], reason: 'EKS has no resource type for listing clusters' },
    { actions: ['eks:ListAccessEntries'], resources: ['arn:{partition}:eks:{regions}:{account}:cluster/{clusters}'] },
    listPolicies,
  ],
  restore: [{ actions: ['eks:AssociateAccessPolicy'], resources: entries }, listPolicies],
};
