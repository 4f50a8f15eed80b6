/** The assignments of users and groups to accounts, and the permission sets that they are made with. */

import type { AccountAssignment } from '@aws-sdk/client-sso-admin';
import { type AccountRegion, AwsError } from '@offboard/local-aws/service';
import { type Association, associationType, type SimulatedCloud } from '@offboard/local-aws/simulation';
import { membershipsOf } from './memberships.ts';
import { type AssignmentFacts, type Instance, instances, type PermissionSet, permissionSets } from './resources.ts';
import { variants } from './variants.ts';

export type Assignment = Association<AssignmentFacts>;

export const accountAssignments = associationType<AssignmentFacts>({
  kind: 'identity-center-account-assignment',
  keyOf: ({ permissionSetArn, accountId, principalType, principalId }) =>
    `${permissionSetArn}|${accountId}|${principalType}|${principalId}`,
  targetOf: ({ instanceArn, accountId, permissionSetArn, principalType, principalId }) => ({
    instanceArn,
    accountId,
    permissionSetArn,
    principalType,
    principalId,
  }),
  activeStatus: 'ASSOCIATED',
  outcomes: ['succeeds', 'fails', 'stuck', 'reverts', 'unknown', 'busy', 'error'],
  trials: {
    slow: { outcome: 'succeeds', after: 60 },
    stuck: { outcome: 'stuck' },
    rates: { fails: 0.1, reverts: 0.05, stuck: 0.05, unknown: 0.1, busy: 0.1 },
  },
  dates: 'none',
});

export function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message);
}

export function instanceOf(cloud: SimulatedCloud, at: AccountRegion, arn: string): Instance {
  const instance = cloud.resources(instances, at).find(({ instanceArn }) => instanceArn === arn);
  if (!instance) throw notFound(`Instance ${arn} not found.`);
  return instance;
}

export function permissionSetsOf(cloud: SimulatedCloud, at: AccountRegion, instanceArn: string): PermissionSet[] {
  instanceOf(cloud, at, instanceArn);
  return cloud.resources(permissionSets, at).filter((set) => set.instanceArn === instanceArn);
}

export function permissionSetOf(
  cloud: SimulatedCloud,
  at: AccountRegion,
  instanceArn: string,
  arn: string,
): PermissionSet {
  const set = permissionSetsOf(cloud, at, instanceArn).find(({ permissionSetArn }) => permissionSetArn === arn);
  if (!set) throw notFound(`PermissionSet with id ${arn.split('/').at(-1)} not found.`);
  return set;
}

/** Of one permission set, or of all of the instance. */
export function assignmentsOf(
  cloud: SimulatedCloud,
  at: AccountRegion,
  { instanceArn, permissionSetArn = '' }: { instanceArn: string; permissionSetArn?: string },
): Assignment[] {
  return cloud
    .listed(accountAssignments, cloud.readTime(), at, permissionSetArn === '' ? '' : `${permissionSetArn}|`)
    .filter(({ facts }) => facts.instanceArn === instanceArn);
}

export function assignmentsInAccount(
  cloud: SimulatedCloud,
  at: AccountRegion,
  { instanceArn, permissionSetArn, accountId }: Omit<AssignmentFacts, 'principalType' | 'principalId'>,
): Assignment[] {
  permissionSetOf(cloud, at, instanceArn, permissionSetArn);
  const found = assignmentsOf(cloud, at, { instanceArn, permissionSetArn }).filter(
    ({ facts }) => facts.accountId === accountId,
  );
  if (found.length === 0 && cloud.variant(variants, 'ssoUnassigned') === 'not-found') {
    throw notFound(`The permission set is not provisioned to the account ${accountId}.`);
  }
  return found;
}

/** A user's may have those of the user's groups. @throws AwsError where lists by principal are the management account's. */
export function assignmentsOfPrincipal(
  cloud: SimulatedCloud,
  at: AccountRegion,
  { instanceArn, principalType, principalId }: Pick<AssignmentFacts, 'instanceArn' | 'principalType' | 'principalId'>,
): Assignment[] {
  const { identityStoreId } = instanceOf(cloud, at, instanceArn);
  if (cloud.variant(variants, 'ssoByPrincipal') === 'denied') {
    throw new AwsError('AccessDeniedException', 'The operation can be called from the management account only.');
  }
  const withGroups = principalType === 'USER' && cloud.variant(variants, 'ssoGroupRows') === 'with-groups';
  const groups = withGroups
    ? membershipsOf(cloud, at, identityStoreId).filter(({ facts }) => facts.userId === principalId)
    : [];
  const ids = new Set([principalId, ...groups.map(({ facts }) => facts.groupId)]);
  return assignmentsOf(cloud, at, { instanceArn }).filter(({ facts }) => ids.has(facts.principalId));
}

export function describeAssignment({ facts }: Assignment): AccountAssignment {
  const { accountId, permissionSetArn, principalType, principalId } = facts;
  return {
    AccountId: accountId,
    PermissionSetArn: permissionSetArn,
    PrincipalType: principalType,
    PrincipalId: principalId,
  };
}
