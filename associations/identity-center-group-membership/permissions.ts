import type { KindPermissions, Statement } from '../common/permissions.ts';

/** The store is in the account of its instance, which a delegated administrator is not. No ARN carries a Region. */
const store = 'arn:{partition}:identitystore::*:identitystore/{identityStores}';
const user = 'arn:{partition}:identitystore:::user/*';
const group = 'arn:{partition}:identitystore:::group/*';
const membership = 'arn:{partition}:identitystore:::membership/*';

const onStore = (actions: readonly string[], ...resources: string[]): Statement => ({
  actions: actions.map((action) => `identitystore:${action}`),
  resources: [store, ...resources],
  inStageRegions: true,
});

const read = onStore(['GetGroupMembershipId', 'DescribeGroupMembership'], group, user, membership);

export const permissions: KindPermissions = {
  parameters: [
    {
      name: 'identityStores',
      default: '*',
      description: 'Identity stores of IAM Identity Center, as a pattern over their ids',
    },
  ],
  start: [onStore(['DeleteGroupMembership'], group, user, membership), read],
  poll: [read],
  discover: [
    {
      actions: ['sso:ListInstances'],
      resources: ['*'],
      reason: 'IAM Identity Center has no resource type for listing instances',
    },
    onStore(['GetUserId', 'DescribeUser', 'ListUsers'], user),
    onStore(['DescribeGroup', 'ListGroups'], group),
    onStore(['ListGroupMemberships'], group, membership),
    onStore(['ListGroupMembershipsForMember'], user, membership),
  ],
  restore: [onStore(['CreateGroupMembership'], group, user), read],
};
