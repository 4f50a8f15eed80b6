import { type Inputs, integer, oneOf, required, text } from '@offboard/local-aws/service';

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

const ADMIN_PAGING = {
  MaxResults: integer(1, 100),
  NextToken: text({ length: [0, 2048], pattern: '[-a-zA-Z0-9+=/_]*' }),
} as const;
const PARTITION = 'arn:(aws|aws-us-gov|aws-cn|aws-iso|aws-iso-b)';
const INSTANCE = required(
  text({ length: [10, 1224], pattern: `${PARTITION}:sso:::instance/(sso)?ins-[a-zA-Z0-9-.]{16}` }),
);
const PERMISSION_SET = required(
  text({
    length: [10, 1224],
    pattern: `${PARTITION}:sso:::permissionSet/(sso)?ins-[a-zA-Z0-9-.]{16}/ps-[a-zA-Z0-9-./]{16}`,
  }),
);
const ACCOUNT_ID = text({ length: [12, 12], pattern: '\\d{12}' });
const ACCOUNT = required(ACCOUNT_ID);
const PRINCIPAL = { PrincipalType: required(oneOf('USER', 'GROUP')), PrincipalId: ID } as const;
const ASSIGNMENT = {
  InstanceArn: INSTANCE,
  TargetId: ACCOUNT,
  TargetType: required(oneOf('AWS_ACCOUNT')),
  PermissionSetArn: PERMISSION_SET,
  ...PRINCIPAL,
} as const;
const REQUEST_ID = required(
  text({ length: [36, 36], pattern: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}' }),
);
const STATUS = oneOf('IN_PROGRESS', 'FAILED', 'SUCCEEDED');

export const ADMIN_INPUTS = {
  ListInstances: ADMIN_PAGING,
  ListPermissionSets: { InstanceArn: INSTANCE, ...ADMIN_PAGING },
  DescribePermissionSet: { InstanceArn: INSTANCE, PermissionSetArn: PERMISSION_SET },
  ListAccountsForProvisionedPermissionSet: {
    InstanceArn: INSTANCE,
    PermissionSetArn: PERMISSION_SET,
    ...ADMIN_PAGING,
  },
  ListPermissionSetsProvisionedToAccount: { InstanceArn: INSTANCE, AccountId: ACCOUNT, ...ADMIN_PAGING },
  ListAccountAssignments: {
    InstanceArn: INSTANCE,
    AccountId: ACCOUNT,
    PermissionSetArn: PERMISSION_SET,
    ...ADMIN_PAGING,
  },
  ListAccountAssignmentsForPrincipal: {
    InstanceArn: INSTANCE,
    ...PRINCIPAL,
    Filter: { AccountId: ACCOUNT_ID },
    ...ADMIN_PAGING,
  },
  DeleteAccountAssignment: ASSIGNMENT,
  CreateAccountAssignment: ASSIGNMENT,
  DescribeAccountAssignmentDeletionStatus: { InstanceArn: INSTANCE, AccountAssignmentDeletionRequestId: REQUEST_ID },
  DescribeAccountAssignmentCreationStatus: { InstanceArn: INSTANCE, AccountAssignmentCreationRequestId: REQUEST_ID },
  ListAccountAssignmentDeletionStatus: { InstanceArn: INSTANCE, Filter: { Status: STATUS }, ...ADMIN_PAGING },
} as const satisfies Inputs;
