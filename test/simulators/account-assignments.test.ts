import {
  DeleteAccountAssignmentCommand,
  DescribeAccountAssignmentDeletionStatusCommand,
  ListPermissionSetsCommand,
  SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import { expect, it } from 'vitest';
import { HOME, SPOKE } from '../../simulators/common/locations.ts';
import { overTheWire, refusal, type Simulation, simulation as simulationOf } from './aws.ts';

const InstanceArn = 'arn:aws:sso:::instance/ssoins-9067f7a1b2c3d4e5';
const PermissionSetArn = 'arn:aws:sso:::permissionSet/ssoins-9067f7a1b2c3d4e5/ps-1111aaaa2222bbbb';
const DANA = '9067f7a1b2-aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const SET = { InstanceArn, PermissionSetArn };
const ASSIGNMENT = {
  ...SET,
  TargetType: 'AWS_ACCOUNT',
  TargetId: HOME.account,
  PrincipalType: 'USER',
  PrincipalId: DANA,
} as const;
const KEY = [PermissionSetArn, HOME.account, 'USER', DANA].join('|');

const simulation = (variants: Readonly<Record<string, string>> = {}) =>
  simulationOf({ durations: { ssoAssignment: [30, 30] }, variants });

interface Status {
  Status: string;
  RequestId: string;
  FailureReason?: string;
}

const call = <Output>(aws: Simulation, operation: string, input: object) =>
  aws.call<Output>('sso-admin', operation, { InstanceArn, ...input });
const remove = async (aws: Simulation, input: object = ASSIGNMENT) =>
  (await call<{ AccountAssignmentDeletionStatus: Status }>(aws, 'DeleteAccountAssignment', input))
    .AccountAssignmentDeletionStatus;
const create = async (aws: Simulation, input: object = ASSIGNMENT) =>
  (await call<{ AccountAssignmentCreationStatus: Status }>(aws, 'CreateAccountAssignment', input))
    .AccountAssignmentCreationStatus;
const deletion = async (aws: Simulation, AccountAssignmentDeletionRequestId: string) =>
  (
    await call<{ AccountAssignmentDeletionStatus: Status }>(aws, 'DescribeAccountAssignmentDeletionStatus', {
      AccountAssignmentDeletionRequestId,
    })
  ).AccountAssignmentDeletionStatus;
const creation = async (aws: Simulation, AccountAssignmentCreationRequestId: string) =>
  (
    await call<{ AccountAssignmentCreationStatus: Status }>(aws, 'DescribeAccountAssignmentCreationStatus', {
      AccountAssignmentCreationRequestId,
    })
  ).AccountAssignmentCreationStatus;
const principals = async (aws: Simulation) => {
  const input = { PermissionSetArn, AccountId: HOME.account };
  const { AccountAssignments } = await call<{ AccountAssignments: { PrincipalId: string }[] }>(
    aws,
    'ListAccountAssignments',
    input,
  );
  return AccountAssignments.map(({ PrincipalId }) => PrincipalId);
};

it('an assignment is listed until its deletion has succeeded, and again when its creation has', async () => {
  const aws = simulation();
  const { Status, RequestId } = await remove(aws);
  expect(Status).toBe('IN_PROGRESS');
  expect(await principals(aws)).toContain(DANA);
  await aws.pass(60);
  expect(await deletion(aws, RequestId)).toMatchObject({ Status: 'SUCCEEDED' });
  expect(await principals(aws)).not.toContain(DANA);
  expect(await refusal(remove(aws))).toMatchObject({ code: 'ResourceNotFoundException' });
  const again = await create(aws);
  expect(await principals(aws)).not.toContain(DANA);
  await aws.pass(60);
  expect(await creation(aws, again.RequestId)).toMatchObject({ Status: 'SUCCEEDED' });
  expect(await principals(aws)).toContain(DANA);
});

it('a creation of what exists succeeds, and one for nobody fails after it was accepted', async () => {
  const aws = simulation();
  const existing = await create(aws);
  const nobody = await create(aws, { ...ASSIGNMENT, PrincipalId: DANA.replace(/.$/, '0') });
  await aws.pass(60);
  expect(await creation(aws, existing.RequestId)).toMatchObject({ Status: 'SUCCEEDED' });
  expect(await creation(aws, nobody.RequestId)).toMatchObject({
    Status: 'FAILED',
    FailureReason: expect.stringContaining('404'),
  });
});

it.each([
  ['conflict', /ConflictException/],
  ['same-request', /"same"/],
  ['new-request', /"another"/],
])('a deletion of what is being deleted is answered: %s', async (ssoRepeat, expected) => {
  const aws = simulation({ ssoRepeat });
  const { RequestId } = await remove(aws);
  const again = await remove(aws).then(
    (second) => (second.RequestId === RequestId ? 'same' : 'another'),
    ({ code }: { code: string }) => code,
  );
  expect(JSON.stringify(again)).toMatch(expected);
  expect(await refusal(create(aws))).toMatchObject({ code: 'ConflictException' });
});

it('a deletion of what does not exist may be accepted, and fails then', async () => {
  const aws = simulation({ ssoGone: 'fails-later' });
  const { RequestId } = await remove(aws, { ...ASSIGNMENT, TargetId: '000000000000' });
  await aws.pass(60);
  expect(await deletion(aws, RequestId)).toMatchObject({
    Status: 'FAILED',
    FailureReason: expect.stringContaining('404'),
  });
});

it('a request may block its account, and a deletion above ten outstanding ones may be refused', async () => {
  const elsewhere = { ...ASSIGNMENT, TargetId: SPOKE.account };
  const blocking = simulation({ ssoConflict: 'account' });
  await create(blocking);
  const group = {
    ...ASSIGNMENT,
    PrincipalType: 'GROUP',
    PrincipalId: '9067f7a1b2-11111111-2222-4333-8444-555555555555',
  };
  expect(await refusal(remove(blocking, group))).toMatchObject({ code: 'ConflictException' });
  expect(await remove(blocking, elsewhere)).toMatchObject({ Status: 'IN_PROGRESS' });
  for (const [ssoOutstanding, code] of [
    ['conflict', 'ConflictException'],
    ['throttling', 'ThrottlingException'],
  ] as const) {
    const aws = simulation({ ssoOutstanding });
    for (let index = 0; index < 10; index++) await create(aws, { ...ASSIGNMENT, TargetId: `99999999990${index}` });
    expect(await refusal(remove(aws, elsewhere))).toMatchObject({ code });
  }
});

it('a failure is as scripted, and a request may be forgotten when it is over', async () => {
  const aws = simulation({ ssoRequestLife: 'while-pending' });
  const script = (scripted: Parameters<typeof aws.cloud.setOutcome>[2]) =>
    aws.cloud.setOutcome('identity-center-account-assignment', KEY, scripted, HOME);
  script({ outcome: 'busy', after: 30 });
  expect(await refusal(remove(aws))).toMatchObject({ code: 'ConflictException' });
  script({ outcome: 'fails', after: 10 });
  const { RequestId } = await remove(aws);
  await aws.pass(11);
  expect(await refusal(deletion(aws, RequestId))).toMatchObject({ code: 'ResourceNotFoundException' });
  expect(await principals(aws)).toContain(DANA);
});

const wire = overTheWire({ pages: { most: 1, emptyFirst: true } });

it('over the wire the SDK reads statuses, dates and pages', async () => {
  const client = new SSOAdminClient(wire.config);
  const { AccountAssignmentDeletionStatus: status } = await client.send(new DeleteAccountAssignmentCommand(ASSIGNMENT));
  expect(status).toMatchObject({ Status: 'IN_PROGRESS', TargetId: HOME.account, PrincipalId: DANA });
  const described = await client.send(
    new DescribeAccountAssignmentDeletionStatusCommand({
      InstanceArn,
      AccountAssignmentDeletionRequestId: status?.RequestId,
    }),
  );
  expect(described.AccountAssignmentDeletionStatus?.CreatedDate).toBeInstanceOf(Date);
  const page = await client.send(new ListPermissionSetsCommand({ InstanceArn }));
  expect(page).toMatchObject({ PermissionSets: [], NextToken: expect.any(String) });
});
