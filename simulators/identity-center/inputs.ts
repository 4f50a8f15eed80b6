/** Input shapes, as the models of the identity store and of SSO Admin have them. */

import { type Inputs, integer, required, text } from '@offboard/local-aws/service';

const STORE = required(
  text({
    length: [1, 36],
    pattern: 'd-[0-9a-f]{10}$|^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
  }),
);
const RESOURCE_ID = text({
  length: [1, 47],
  pattern: '([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}',
});
const ID = required(RESOURCE_ID);
const MEMBER = required({ UserId: ID });
const PAGING = {
  MaxResults: integer(1, 100),
  NextToken: text({ length: [1, 65535], pattern: '[-a-zA-Z0-9+=/:_]*' }),
} as const;
const ATTRIBUTE_PATH = text({ length: [1, 255], pattern: '[a-zA-Z]+(?:\\.[a-zA-Z]+){0,2}' });

export const STORE_INPUTS = {
  GetUserId: {
    IdentityStoreId: STORE,
    AlternateIdentifier: required({
      UniqueAttribute: required({ AttributePath: required(ATTRIBUTE_PATH), AttributeValue: required('any') }),
    }),
  },
  DescribeUser: { IdentityStoreId: STORE, UserId: ID },
  ListUsers: { IdentityStoreId: STORE, ...PAGING },
  DescribeGroup: { IdentityStoreId: STORE, GroupId: ID },
  ListGroups: { IdentityStoreId: STORE, ...PAGING },
  GetGroupMembershipId: { IdentityStoreId: STORE, GroupId: ID, MemberId: MEMBER },
  DescribeGroupMembership: { IdentityStoreId: STORE, MembershipId: ID },
  ListGroupMemberships: { IdentityStoreId: STORE, GroupId: ID, ...PAGING },
  ListGroupMembershipsForMember: { IdentityStoreId: STORE, MemberId: MEMBER, ...PAGING },
  CreateGroupMembership: { IdentityStoreId: STORE, GroupId: ID, MemberId: MEMBER },
  DeleteGroupMembership: { IdentityStoreId: STORE, MembershipId: ID },
} as const satisfies Inputs;

export const ADMIN_INPUTS = {
  ListInstances: {
    MaxResults: integer(1, 100),
    NextToken: text({ length: [0, 2048], pattern: '[-a-zA-Z0-9+=/_]*' }),
  },
} as const satisfies Inputs;
