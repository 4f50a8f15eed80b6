import { type Call, type Operation, type Permission, type Service, typed } from '@offboard/local-aws/service';
import { pager, type SimulatedCloud } from '@offboard/local-aws/simulation';
import { invalid, notFound } from './errors.ts';
import { STORE_INPUTS } from './inputs.ts';
import { create, describe, type MembershipFacts, membershipBy, membershipsOf, remove } from './memberships.ts';
import {
  describeGroup,
  describeUser,
  groupOf,
  groupsOf,
  refuseUnknownStore,
  userBy,
  userOf,
  usersOf,
} from './people.ts';

const paginate = pager(100, () => invalid('The NextToken is not valid.'));

/** Of each operation its part. */
interface Input {
  IdentityStoreId: string;
  UserId: string;
  GroupId: string;
  MembershipId: string;
  MemberId: { UserId: string };
  AlternateIdentifier: { UniqueAttribute: { AttributePath: string; AttributeValue: unknown } };
  MaxResults?: number;
  NextToken?: string;
}

type Run = Operation<Input>['run'];

/** The types of resources, beside the store, that a permission for each operation must name. */
const RESOURCES: Readonly<Record<keyof typeof STORE_INPUTS, readonly string[]>> = {
  GetUserId: ['user'],
  DescribeUser: ['user'],
  ListUsers: ['user'],
  DescribeGroup: ['group'],
  ListGroups: ['group'],
  GetGroupMembershipId: ['group', 'user', 'membership'],
  DescribeGroupMembership: ['group', 'user', 'membership'],
  ListGroupMemberships: ['group', 'membership'],
  ListGroupMembershipsForMember: ['user', 'membership'],
  CreateGroupMembership: ['group', 'user'],
  DeleteGroupMembership: ['group', 'user', 'membership'],
};

export function serveIdentityStore(cloud: SimulatedCloud): Service {
  const runs: Readonly<Record<keyof typeof STORE_INPUTS, Run>> = { ...people(cloud), ...memberships(cloud) };
  const operations = Object.entries(runs).map(([name, run]): [string, Operation<Input>] => [
    name,
    { permissions: (input, call) => permissionsFor(name as keyof typeof RESOURCES, input, call), run },
  ]);
  const service: Service = {
    name: 'identitystore',
    signingName: 'identitystore',
    protocol: 'awsJson1.1',
    targetPrefix: 'AWSIdentityStore',
    operations: Object.fromEntries(operations),
  };
  return typed(service, STORE_INPUTS);
}

function permissionsFor(name: keyof typeof RESOURCES, input: Input, { account }: Call): Permission[] {
  const { UserId = input.MemberId?.UserId, GroupId, MembershipId } = input;
  const ids: Readonly<Record<string, string | undefined>> = { user: UserId, group: GroupId, membership: MembershipId };
  const others = RESOURCES[name].map((type) => `arn:aws:identitystore:::${type}/${ids[type] ?? '*'}`);
  return [`arn:aws:identitystore::${account}:identitystore/${input.IdentityStoreId}`, ...others].map((resource) => ({
    action: `identitystore:${name}`,
    resource,
  }));
}

function people(cloud: SimulatedCloud) {
  return {
    GetUserId({ IdentityStoreId, AlternateIdentifier }, call) {
      const { userId } = userBy(cloud, call, IdentityStoreId, AlternateIdentifier.UniqueAttribute);
      return { IdentityStoreId, UserId: userId };
    },
    DescribeUser: ({ IdentityStoreId, UserId }, call) => describeUser(userOf(cloud, call, IdentityStoreId, UserId)),
    ListUsers(input, call) {
      const { rows, token: NextToken } = paginate(
        cloud,
        input,
        usersOf(cloud, call, input.IdentityStoreId),
        (row) => row.userId,
      );
      return { Users: rows.map(describeUser), NextToken };
    },
    DescribeGroup: ({ IdentityStoreId, GroupId }, call) =>
      describeGroup(groupOf(cloud, call, IdentityStoreId, GroupId)),
    ListGroups(input, call) {
      const all = groupsOf(cloud, call, input.IdentityStoreId);
      const { rows, token: NextToken } = paginate(cloud, input, all, (row) => row.groupId);
      return { Groups: rows.map(describeGroup), NextToken };
    },
  } satisfies Record<string, Run>;
}

function memberships(cloud: SimulatedCloud) {
  const listed = (input: Input, call: Call, isOf: (facts: MembershipFacts) => boolean) => {
    const all = membershipsOf(cloud, call, input.IdentityStoreId).filter(({ facts }) => isOf(facts));
    const { rows, token: NextToken } = paginate(cloud, input, all, ({ key }) => key);
    return { GroupMemberships: rows.map(describe), NextToken };
  };
  const ids = ({ IdentityStoreId, GroupId, MemberId }: Input) => ({
    identityStoreId: IdentityStoreId,
    groupId: GroupId,
    userId: MemberId.UserId,
  });
  return {
    GetGroupMembershipId(input, call) {
      const { identityStoreId, groupId, userId } = ids(input);
      groupOf(cloud, call, identityStoreId, groupId);
      userOf(cloud, call, identityStoreId, userId);
      const found = membershipsOf(cloud, call, identityStoreId).find(
        ({ facts }) => facts.groupId === groupId && facts.userId === userId,
      );
      if (!found) throw notFound('GROUP_MEMBERSHIP', userId);
      return { IdentityStoreId: identityStoreId, MembershipId: found.facts.membershipId };
    },
    DescribeGroupMembership({ IdentityStoreId, MembershipId }, call) {
      refuseUnknownStore(cloud, call, IdentityStoreId);
      return describe(membershipBy(cloud, call, IdentityStoreId, MembershipId));
    },
    ListGroupMemberships(input, call) {
      groupOf(cloud, call, input.IdentityStoreId, input.GroupId);
      return listed(input, call, ({ groupId }) => groupId === input.GroupId);
    },
    ListGroupMembershipsForMember(input, call) {
      userOf(cloud, call, input.IdentityStoreId, input.MemberId.UserId);
      return listed(input, call, ({ userId }) => userId === input.MemberId.UserId);
    },
    CreateGroupMembership(input, call) {
      const { facts } = create(cloud, call, ids(input));
      return { IdentityStoreId: facts.identityStoreId, MembershipId: facts.membershipId };
    },
    DeleteGroupMembership({ IdentityStoreId, MembershipId }, call) {
      refuseUnknownStore(cloud, call, IdentityStoreId);
      return remove(cloud, call, IdentityStoreId, MembershipId);
    },
  } satisfies Record<string, Run>;
}
