import type { KindPermissions, Statement } from '../common/permissions.ts';

const shares = { resources: ['arn:{partition}:ram:{regions}:{account}:resource-share/{resourceShares}'] };

const reading: Statement = {
  actions: ['ram:GetResourceShareAssociations', 'ram:GetResourceShares'],
  resources: ['*'],
  reason: 'RAM has no resource type for reading resource shares',
};

export const permissions: KindPermissions = {
  parameters: [
    { name: 'resourceShares', default: '*', description: 'RAM resource shares, as a pattern over their ids' },
  ],
  start: [{ actions: ['ram:DisassociateResourceShare'], ...shares }, reading],
  poll: [reading],
  discover: [reading],
  restore: [{ actions: ['ram:AssociateResourceShare'], ...shares }, reading],
};
