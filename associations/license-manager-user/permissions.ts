import type { KindPermissions, Statement } from '../common/permissions.ts';

const prefix = 'license-manager-user-subscriptions';
const identityProviders = `arn:{partition}:${prefix}:{regions}:{account}:identity-provider/{identityProviders}`;
const instanceUsers = `arn:{partition}:${prefix}:{regions}:{account}:instance-user/{instanceUsers}`;

/** A user named by ARN alone is found through the instances, and these tell whether the parent exists. */
const listInstances: Statement = {
  actions: [`${prefix}:ListInstances`],
  resources: ['*'],
  reason: 'License Manager has no resource type for listing instances',
};

const listUserAssociations: Statement = {
  actions: [`${prefix}:ListUserAssociations`],
  resources: [identityProviders],
};

export const permissions: KindPermissions = {
  parameters: [
    { name: 'identityProviders', default: '*', description: 'Identity providers of License Manager, as a pattern' },
    { name: 'instanceUsers', default: '*', description: 'Users of the instances of License Manager, as a pattern' },
  ],
  start: [
    { actions: [`${prefix}:DisassociateUser`], resources: [identityProviders, instanceUsers] },
    listInstances,
    listUserAssociations,
  ],
  poll: [listInstances, listUserAssociations],
  discover: [
    {
      actions: [`${prefix}:ListInstances`, `${prefix}:ListIdentityProviders`],
      resources: ['*'],
      reason: 'License Manager has no resource type for listing instances and identity providers',
    },
    listUserAssociations,
  ],
  restore: [
    { actions: [`${prefix}:AssociateUser`], resources: [identityProviders, instanceUsers] },
    listInstances,
    listUserAssociations,
  ],
};
