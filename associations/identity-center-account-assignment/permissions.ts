import type { KindPermissions, Statement } from '../common/permissions.ts';

/** None of these ARNs has an account or a Region. */
const instance = 'arn:{partition}:sso:::instance/*';
const account = 'arn:{partition}:sso:::account/*';
const permissionSet = 'arn:{partition}:sso:::permissionSet/{permissionSets}';
/** The store is in the account of its instance, which a delegated administrator is not. */
const store = 'arn:{partition}:identitystore::*:identitystore/{identityStores}';
const user = 'arn:{partition}:identitystore:::user/*';
const group = 'arn:{partition}:identitystore:::group/*';
const membership = 'arn:{partition}:identitystore:::membership/*';

const on = (service: string, actions: readonly string[], ...resources: string[]): Statement => ({
  actions: actions.map((action) => `${service}:${action}`),
  resources,
  inStageRegions: true,
});

const list = on('sso', ['ListAccountAssignments'], account, instance, permissionSet);
const describe = on('sso', ['DescribePermissionSet'], instance, permissionSet);
const deletions = on(
  'sso',
  ['DescribeAccountAssignmentDeletionStatus', 'ListAccountAssignmentDeletionStatus'],
  instance,
);
const creation = on('sso', ['DescribeAccountAssignmentCreationStatus'], instance);

export const permissions: KindPermissions = {
  parameters: [
    {
      name: 'permissionSets',
      default: '*',
      description: 'Permission sets of IAM Identity Center, as a pattern over `instance id/permission set id`',
    },
  ],
  /** IAM Identity Center user guide, "Additional quotas": its APIs share 20 calls a second. */
  rates: { sso: 20 },
  start: [on('sso', ['DeleteAccountAssignment'], account, instance, permissionSet), list, describe, deletions],
  poll: [list, describe, deletions],
  discover: [
    {
      actions: ['sso:ListInstances'],
      resources: ['*'],
      reason: 'IAM Identity Center has no resource type for listing instances',
    },
    list,
    describe,
    on('sso', ['ListAccountAssignmentsForPrincipal', 'ListPermissionSets'], instance),
    on('sso', ['ListAccountsForProvisionedPermissionSet'], instance, permissionSet),
    on('sso', ['ListPermissionSetsProvisionedToAccount'], account, instance),
    on('identitystore', ['GetUserId', 'DescribeUser', 'ListUsers'], store, user),
    on('identitystore', ['DescribeGroup'], store, group),
    on('identitystore', ['ListGroupMembershipsForMember'], store, user, membership),
  ],
  restore: [
    on('sso', ['CreateAccountAssignment'], account, instance, permissionSet),
    list,
    describe,
    deletions,
    creation,
  ],
};
