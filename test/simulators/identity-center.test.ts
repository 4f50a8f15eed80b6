import {
  CreateGroupMembershipCommand,
  DeleteGroupMembershipCommand,
  DescribeGroupMembershipCommand,
  GetGroupMembershipIdCommand,
  GetUserIdCommand,
  IdentitystoreClient,
  ListGroupMembershipsForMemberCommand,
  ListUsersCommand,
} from '@aws-sdk/client-identitystore';
import { ListInstancesCommand, SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { describe, expect, it } from 'vitest';
import { HOME } from '../../simulators/common/locations.ts';
import { overTheWire, refusal, type Simulation, simulation } from './aws.ts';

const STORE = { IdentityStoreId: 'd-9067f7a1b2' };
const UserId = '9067f7a1b2-aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const GroupId = '9067f7a1b2-11111111-2222-4333-8444-555555555555';
const MEMBER = { ...STORE, GroupId, MemberId: { UserId } };
const KEY = `${STORE.IdentityStoreId}/${GroupId}/${UserId}`;

const call = <Output>(aws: Simulation, operation: string, input: object) =>
  aws.call<Output>('identitystore', operation, { ...STORE, ...input });
const idOf = async (aws: Simulation) =>
  (await call<{ MembershipId: string }>(aws, 'GetGroupMembershipId', MEMBER)).MembershipId;
const userBy = (aws: Simulation, AttributePath: string, AttributeValue: string) =>
  call<{ UserId: string }>(aws, 'GetUserId', {
    AlternateIdentifier: { UniqueAttribute: { AttributePath, AttributeValue } },
  });

it('a membership is gone when the call answers, and comes back under another id', async () => {
  const aws = simulation();
  const MembershipId = await idOf(aws);
  expect(await call(aws, 'DeleteGroupMembership', { MembershipId })).toEqual({});
  expect(await refusal(idOf(aws))).toMatchObject({ code: 'ResourceNotFoundException', status: 400 });
  await call(aws, 'CreateGroupMembership', MEMBER);
  expect(await idOf(aws)).not.toBe(MembershipId);
  expect(await refusal(call(aws, 'CreateGroupMembership', MEMBER))).toMatchObject({ code: 'ConflictException' });
});

it('the end of one that is gone is not found, or accepted without effect', async () => {
  for (const [identityStoreRepeat, expected] of [
    ['not-found', /ResourceNotFoundException/],
    ['accept', /^\{\}$/],
  ] as const) {
    const aws = simulation({ variants: { identityStoreRepeat } });
    const end = { MembershipId: await idOf(aws) };
    await call(aws, 'DeleteGroupMembership', end);
    const again = await call(aws, 'DeleteGroupMembership', end).catch(({ code }: { code: string }) => code);
    expect(JSON.stringify(again)).toMatch(expected);
  }
});

it('what is missing is named by its type', async () => {
  const aws = simulation();
  const typeOf = async (operation: string, input: object) =>
    (await call(aws, operation, input).catch((error: unknown) => error)) as { fields?: { ResourceType?: string } };
  const nobody = UserId.replace(/.$/, '0');
  expect((await typeOf('GetGroupMembershipId', { ...MEMBER, IdentityStoreId: 'd-0000000000' })).fields).toMatchObject({
    ResourceType: 'IDENTITY_STORE',
  });
  expect((await typeOf('GetGroupMembershipId', { ...MEMBER, GroupId: nobody })).fields?.ResourceType).toBe('GROUP');
  expect((await typeOf('DescribeUser', { UserId: nobody })).fields?.ResourceType).toBe('USER');
  expect((await typeOf('DescribeGroupMembership', { MembershipId: nobody })).fields?.ResourceType).toBe(
    'GROUP_MEMBERSHIP',
  );
});

it('people are known by name and address, with or without case, the primary address or all', async () => {
  const strict = simulation();
  expect(await userBy(strict, 'userName', 'dana')).toMatchObject({ UserId });
  expect(await userBy(strict, 'emails.value', 'dana@example.com')).toMatchObject({ UserId });
  for (const [path, value] of [
    ['userName', 'Dana'],
    ['emails.value', 'd.reyes@example.org'],
  ] as const) {
    expect(await refusal(userBy(strict, path, value))).toMatchObject({ code: 'ResourceNotFoundException' });
    const lenient = simulation({ variants: { identityStoreCase: 'ignores', identityStoreEmail: 'all' } });
    expect(await userBy(lenient, path, value)).toMatchObject({ UserId });
  }
  expect(await refusal(userBy(strict, 'nickName', 'dana'))).toMatchObject({ code: 'ValidationException' });
});

it('a group that is changed by others is in conflict, and a failure is as scripted', async () => {
  const aws = simulation();
  const MembershipId = await idOf(aws);
  const script = (scripted: Parameters<typeof aws.cloud.setOutcome>[2]) =>
    aws.cloud.setOutcome('identity-center-group-membership', KEY, scripted, HOME);
  script({ outcome: 'busy', after: 30 });
  expect(await refusal(call(aws, 'DeleteGroupMembership', { MembershipId }))).toMatchObject({
    code: 'ConflictException',
  });
  script({ outcome: 'stuck' });
  await call(aws, 'DeleteGroupMembership', { MembershipId });
  expect(await idOf(aws)).toBe(MembershipId);
});

describe('over the wire', () => {
  const wire = overTheWire({ pages: { most: 1, emptyFirst: true } });
  const store = () => new IdentitystoreClient(wire.config);

  it('lists instances and people, with empty first pages', async () => {
    const admin = new SSOAdminClient(wire.config);
    const first = await admin.send(new ListInstancesCommand({}));
    expect(first).toMatchObject({ Instances: [], NextToken: expect.any(String) });
    const { Instances } = await admin.send(new ListInstancesCommand({ NextToken: first.NextToken }));
    expect(Instances).toMatchObject([{ ...STORE, Status: 'ACTIVE', OwnerAccountId: HOME.account }]);
    expect(Instances?.[0]?.CreatedDate).toBeInstanceOf(Date);
    const people = await store().send(new ListUsersCommand(STORE));
    expect(people).toMatchObject({ Users: [], NextToken: expect.any(String) });
  });

  it('ends a membership that is found by a person', async () => {
    const { UserId: found } = await store().send(
      new GetUserIdCommand({
        ...STORE,
        AlternateIdentifier: {
          UniqueAttribute: { AttributePath: 'emails.value', AttributeValue: 'dana@example.com' },
        },
      }),
    );
    expect(found).toBe(UserId);
    const list = new ListGroupMembershipsForMemberCommand({ ...STORE, MemberId: { UserId } });
    expect((await store().send(list)).NextToken).toEqual(expect.any(String));
    const { MembershipId } = await store().send(new GetGroupMembershipIdCommand(MEMBER));
    const described = await store().send(new DescribeGroupMembershipCommand({ ...STORE, MembershipId }));
    expect(described).toMatchObject(MEMBER);
    expect(described.CreatedAt).toBeInstanceOf(Date);
    const end = new DeleteGroupMembershipCommand({ ...STORE, MembershipId });
    await store().send(end);
    await expect(store().send(end)).rejects.toMatchObject({ ResourceType: 'GROUP_MEMBERSHIP' });
    await store().send(new CreateGroupMembershipCommand(MEMBER));
    await expect(store().send(new CreateGroupMembershipCommand(MEMBER))).rejects.toMatchObject({
      Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION',
    });
  });

  it('refuses what the model does not allow, and the filter that the service calls deprecated', async () => {
    const bad = new ListUsersCommand({ IdentityStoreId: 'd-1', MaxResults: 101 });
    await expect(store().send(bad)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(/identityStoreId.*maxResults/),
    });
    const Filters = [{ AttributePath: 'UserName', AttributeValue: 'dana' }];
    await expect(store().send(new ListUsersCommand({ ...STORE, Filters }))).rejects.toThrow(/Filters is not served/);
  });
});
