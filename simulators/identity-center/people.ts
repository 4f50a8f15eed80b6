/** Who is in an identity store. */

import type { DescribeGroupResponse, DescribeUserResponse } from '@aws-sdk/client-identitystore';
import type { AccountRegion } from '@offboard/local-aws/service';
import type { SimulatedCloud } from '@offboard/local-aws/simulation';
import { invalid, notFound } from './errors.ts';
import { type Group, groups, instances, type User, users } from './resources.ts';
import { variants } from './variants.ts';

export function refuseUnknownStore(cloud: SimulatedCloud, at: AccountRegion, store: string): void {
  if (!cloud.resource(instances, at, store)) throw notFound('IDENTITY_STORE', store);
}

export function usersOf(cloud: SimulatedCloud, at: AccountRegion, store: string): User[] {
  refuseUnknownStore(cloud, at, store);
  return cloud.resources(users, at, `${store}/`);
}

export function groupsOf(cloud: SimulatedCloud, at: AccountRegion, store: string): Group[] {
  refuseUnknownStore(cloud, at, store);
  return cloud.resources(groups, at, `${store}/`);
}

export function userOf(cloud: SimulatedCloud, at: AccountRegion, store: string, id: string): User {
  refuseUnknownStore(cloud, at, store);
  const user = cloud.resource(users, at, `${store}/${id}`);
  if (!user) throw notFound('USER', id);
  return user;
}

export function groupOf(cloud: SimulatedCloud, at: AccountRegion, store: string, id: string): Group {
  refuseUnknownStore(cloud, at, store);
  const group = cloud.resource(groups, at, `${store}/${id}`);
  if (!group) throw notFound('GROUP', id);
  return group;
}

/** @returns the first user with this attribute. */
export function userBy(
  cloud: SimulatedCloud,
  at: AccountRegion,
  store: string,
  { AttributePath: path, AttributeValue: value }: { AttributePath: string; AttributeValue: unknown },
): User {
  if (path !== 'userName' && path !== 'emails.value') throw invalid(`The attribute path '${path}' is not supported.`);
  const ignoresCase = cloud.variant(variants, 'identityStoreCase') === 'ignores';
  const alike = (text: string) => (ignoresCase ? text.toLowerCase() === String(value).toLowerCase() : text === value);
  const known = cloud.variant(variants, 'identityStoreEmail') === 'all' ? undefined : 1;
  const found = usersOf(cloud, at, store).find(({ userName, emails }) =>
    path === 'userName' ? alike(userName) : emails.slice(0, known).some(alike),
  );
  if (!found) throw notFound('USER', '');
  return found;
}

export function describeUser({
  identityStoreId,
  userId,
  userName,
  emails,
  isDisabled,
  createdAt,
}: User): DescribeUserResponse {
  return {
    IdentityStoreId: identityStoreId,
    UserId: userId,
    UserName: userName,
    DisplayName: userName,
    Emails: emails.map((Value, index) => ({ Value, Type: 'work', Primary: index === 0 })),
    UserStatus: isDisabled ? 'DISABLED' : 'ENABLED',
    CreatedAt: new Date(createdAt),
    UpdatedAt: new Date(createdAt),
  };
}

export function describeGroup({
  identityStoreId,
  groupId,
  displayName,
  issuer,
  createdAt,
}: Group): DescribeGroupResponse {
  return {
    IdentityStoreId: identityStoreId,
    GroupId: groupId,
    DisplayName: displayName,
    ExternalIds: issuer === undefined ? undefined : [{ Issuer: issuer, Id: `external-${groupId}` }],
    CreatedAt: new Date(createdAt),
    UpdatedAt: new Date(createdAt),
  };
}
