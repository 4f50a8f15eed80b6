import { type Call, type Operation, type Permission, type Service, typed } from '@offboard/local-aws/service';
import { pager, type SimulatedCloud } from '@offboard/local-aws/simulation';
import { createAssignment, deleteAssignment, describeRequest, requestOf, requestsOf } from './assignment-requests.ts';
import {
  assignmentsInAccount,
  assignmentsOf,
  assignmentsOfPrincipal,
  describeAssignment,
  permissionSetOf,
  permissionSetsOf,
} from './assignments.ts';
import { invalid } from './errors.ts';
import { ADMIN_INPUTS } from './inputs.ts';
import { type AssignmentRequest, instances } from './resources.ts';

const paginate = pager(100, () => invalid('The NextToken is not valid.'));

/** Of each operation its part. */
interface Input {
  InstanceArn: string;
  PermissionSetArn: string;
  AccountId: string;
  TargetId: string;
  PrincipalType: 'USER' | 'GROUP';
  PrincipalId: string;
  AccountAssignmentDeletionRequestId: string;
  AccountAssignmentCreationRequestId: string;
  Filter?: { AccountId?: string; Status?: string };
  MaxResults?: number;
  NextToken?: string;
}

type Run = Operation<Input>['run'];
type ResourceType = 'account' | 'instance' | 'permissionSet';

/** The types of resources that a permission for each operation must name; `ListInstances` has none. */
const RESOURCES: Readonly<Record<keyof typeof ADMIN_INPUTS, readonly ResourceType[]>> = {
  ListInstances: [],
  ListPermissionSets: ['instance'],
  DescribePermissionSet: ['instance', 'permissionSet'],
  ListAccountsForProvisionedPermissionSet: ['instance', 'permissionSet'],
  ListPermissionSetsProvisionedToAccount: ['account', 'instance'],
  ListAccountAssignments: ['account', 'instance', 'permissionSet'],
  ListAccountAssignmentsForPrincipal: ['instance'],
  DeleteAccountAssignment: ['account', 'instance', 'permissionSet'],
  CreateAccountAssignment: ['account', 'instance', 'permissionSet'],
  DescribeAccountAssignmentDeletionStatus: ['instance'],
  DescribeAccountAssignmentCreationStatus: ['instance'],
  ListAccountAssignmentDeletionStatus: ['instance'],
};

export function serveSsoAdmin(cloud: SimulatedCloud): Service {
  const runs: Readonly<Record<keyof typeof ADMIN_INPUTS, Run>> = {
    ...lists(cloud),
    ...assignments(cloud),
    ...requests(cloud),
  };
  const operations = Object.entries(runs).map(([name, run]): [string, Operation<Input>] => [
    name,
    { permissions: (input) => permissionsFor(name as keyof typeof RESOURCES, input), run },
  ]);
  const service: Service = {
    name: 'sso-admin',
    signingName: 'sso',
    protocol: 'awsJson1.1',
    targetPrefix: 'SWBExternalService',
    operations: Object.fromEntries(operations),
  };
  return typed(service, ADMIN_INPUTS);
}

function permissionsFor(name: keyof typeof RESOURCES, input: Input): Permission[] {
  const arns: Readonly<Record<ResourceType, string>> = {
    account: `arn:aws:sso:::account/${input.AccountId ?? input.TargetId}`,
    instance: input.InstanceArn,
    permissionSet: input.PermissionSetArn,
  };
  const resources = RESOURCES[name].map((type) => arns[type]);
  return (resources.length === 0 ? ['*'] : resources).map((resource) => ({ action: `sso:${name}`, resource }));
}

function lists(cloud: SimulatedCloud) {
  return {
    ListInstances(input, call) {
      const { rows, token: NextToken } = paginate(
        cloud,
        input,
        cloud.resources(instances, call),
        (row) => row.instanceArn,
      );
      const Instances = rows.map(({ instanceArn, identityStoreId, status, createdAt, primaryRegion }) => ({
        InstanceArn: instanceArn,
        IdentityStoreId: identityStoreId,
        OwnerAccountId: call.account,
        CreatedDate: new Date(createdAt),
        Status: status,
        PrimaryRegion: primaryRegion,
      }));
      return { Instances, NextToken };
    },
    ListPermissionSets(input, call) {
      const arns = permissionSetsOf(cloud, call, input.InstanceArn).map(({ permissionSetArn }) => permissionSetArn);
      const { rows, token: NextToken } = paginate(cloud, input, arns, (arn) => arn);
      return { PermissionSets: rows, NextToken };
    },
    DescribePermissionSet({ InstanceArn, PermissionSetArn }, call) {
      const { name, sessionDuration, createdAt } = permissionSetOf(cloud, call, InstanceArn, PermissionSetArn);
      const CreatedDate = new Date(createdAt);
      return { PermissionSet: { Name: name, PermissionSetArn, SessionDuration: sessionDuration, CreatedDate } };
    },
    ListAccountsForProvisionedPermissionSet(input, call) {
      const { InstanceArn: instanceArn, PermissionSetArn: permissionSetArn } = input;
      permissionSetOf(cloud, call, instanceArn, permissionSetArn);
      const all = assignmentsOf(cloud, call, { instanceArn, permissionSetArn }).map(({ facts }) => facts.accountId);
      const { rows, token: NextToken } = paginate(cloud, input, [...new Set(all)], (id) => id);
      return { AccountIds: rows, NextToken };
    },
    ListPermissionSetsProvisionedToAccount(input, call) {
      permissionSetsOf(cloud, call, input.InstanceArn);
      const all = assignmentsOf(cloud, call, { instanceArn: input.InstanceArn })
        .filter(({ facts }) => facts.accountId === input.AccountId)
        .map(({ facts }) => facts.permissionSetArn);
      const { rows, token: NextToken } = paginate(cloud, input, [...new Set(all)], (arn) => arn);
      return { PermissionSets: rows, NextToken };
    },
  } satisfies Record<string, Run>;
}

function assignments(cloud: SimulatedCloud) {
  const listed = (input: Input, all: ReturnType<typeof assignmentsOf>) => {
    const { rows, token: NextToken } = paginate(cloud, input, all, ({ key }) => key);
    return { AccountAssignments: rows.map(describeAssignment), NextToken };
  };
  return {
    ListAccountAssignments(input, call) {
      const { InstanceArn: instanceArn, PermissionSetArn: permissionSetArn, AccountId: accountId } = input;
      return listed(input, assignmentsInAccount(cloud, call, { instanceArn, permissionSetArn, accountId }));
    },
    ListAccountAssignmentsForPrincipal(input, call) {
      const { InstanceArn: instanceArn, PrincipalType: principalType, PrincipalId: principalId, Filter } = input;
      const all = assignmentsOfPrincipal(cloud, call, { instanceArn, principalType, principalId });
      const account = Filter?.AccountId;
      return listed(input, account === undefined ? all : all.filter(({ facts }) => facts.accountId === account));
    },
    DeleteAccountAssignment(input, call) {
      const request = deleteAssignment(cloud, call, factsOf(input));
      return { AccountAssignmentDeletionStatus: describeRequest(cloud, request) };
    },
    CreateAccountAssignment(input, call) {
      const request = createAssignment(cloud, call, factsOf(input));
      return { AccountAssignmentCreationStatus: describeRequest(cloud, request) };
    },
  } satisfies Record<string, Run>;
}

function requests(cloud: SimulatedCloud) {
  const described = (call: Call, instanceArn: string, id: string, change: AssignmentRequest['change']) =>
    describeRequest(cloud, requestOf(cloud, call, { instanceArn, id, change }));
  return {
    DescribeAccountAssignmentDeletionStatus: ({ InstanceArn, AccountAssignmentDeletionRequestId: id }, call) => ({
      AccountAssignmentDeletionStatus: described(call, InstanceArn, id, 'deletion'),
    }),
    DescribeAccountAssignmentCreationStatus: ({ InstanceArn, AccountAssignmentCreationRequestId: id }, call) => ({
      AccountAssignmentCreationStatus: described(call, InstanceArn, id, 'creation'),
    }),
    /** It does not say whose each request is. */
    ListAccountAssignmentDeletionStatus(input, call) {
      const wanted = input.Filter?.Status;
      const all = requestsOf(cloud, call, input.InstanceArn, 'deletion')
        .map((request) => describeRequest(cloud, request))
        .filter(({ Status }) => wanted === undefined || Status === wanted)
        .map(({ Status, RequestId, CreatedDate }) => ({ Status, RequestId, CreatedDate }));
      const { rows, token: NextToken } = paginate(cloud, input, all, ({ RequestId = '' }) => RequestId);
      return { AccountAssignmentsDeletionStatus: rows, NextToken };
    },
  } satisfies Record<string, Run>;
}

function factsOf({ InstanceArn, TargetId, PermissionSetArn, PrincipalType, PrincipalId }: Input) {
  return {
    instanceArn: InstanceArn,
    accountId: TargetId,
    permissionSetArn: PermissionSetArn,
    principalType: PrincipalType,
    principalId: PrincipalId,
  };
}
