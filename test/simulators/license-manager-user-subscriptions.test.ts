import { describe, expect, it } from 'vitest';
import { HOME } from '../../simulators/common/locations.ts';
import type {
  InstanceUserSummary,
  ListUserAssociationsResponse,
  UserResponse,
} from '../../simulators/license-manager-user-subscriptions/shapes.ts';
import { terminateInstance } from '../../simulators/license-manager-user-subscriptions/terminate-instance.ts';
import { overTheWire, refusal, type Simulation, simulation } from './aws.ts';

const SERVICE = 'license-manager-user-subscriptions';
const InstanceId = 'i-0a1b2c3d4e5f60718';
const IdentityProvider = { ActiveDirectoryIdentityProvider: { DirectoryId: 'd-1234567890' } };

const end = (aws: Simulation, Username: string) =>
  aws.call<UserResponse>(SERVICE, 'DisassociateUser', { Username, InstanceId, IdentityProvider });

async function listed(aws: Simulation, user: string): Promise<InstanceUserSummary | undefined> {
  const { InstanceUserSummaries } = await aws.call<ListUserAssociationsResponse>(SERVICE, 'ListUserAssociations', {
    InstanceId,
    IdentityProvider,
  });
  return InstanceUserSummaries.find(({ Username }) => Username === user);
}

it('a user is DISASSOCIATING for a while, then DISASSOCIATED with the date, every field shown', async () => {
  const aws = simulation();
  const { InstanceUserSummary } = await end(aws, 'ALICE');
  expect(InstanceUserSummary).toMatchObject({
    Username: 'alice',
    InstanceId,
    IdentityProvider,
    Status: 'DISASSOCIATING',
    Domain: 'corp.example.com',
    AssociationDate: expect.stringMatching(/^20\d\d-/),
    InstanceUserArn: expect.stringMatching(/^arn:aws:license-manager-user-subscriptions:.*:instance-user\/iu-/),
  });
  await aws.pass(600);
  expect(await listed(aws, 'alice')).toMatchObject({
    Status: 'DISASSOCIATED',
    DisassociationDate: expect.stringMatching(/^2026-/),
  });
});

it('or the row vanishes', async () => {
  const aws = simulation({ variants: { licenseManagerRow: 'vanishes' } });
  await end(aws, 'alice');
  await aws.pass(600);
  expect(await listed(aws, 'alice')).toBeUndefined();
});

it.each(['DISASSOCIATION_FAILED', 'FAILED', 'DISASSOCIATING_FAILED'] as const)(
  'a failure shows %s and why',
  async (licenseManagerFailure) => {
    const aws = simulation({ variants: { licenseManagerFailure } });
    await end(aws, 'bob');
    await aws.pass(90);
    expect(await listed(aws, 'bob')).toMatchObject({
      Status: licenseManagerFailure,
      StatusMessage: expect.stringContaining('Systems Manager'),
    });
  },
);

describe('a user who is not associated any more', () => {
  it.each([
    ['not-found', { code: 'ResourceNotFoundException', status: 404 }],
    ['validation', { code: 'ValidationException', status: 400 }],
  ] as const)('is answered by %s', async (licenseManagerMissing, answer) => {
    const aws = simulation({ variants: { licenseManagerMissing } });
    await end(aws, 'alice');
    await aws.pass(600);
    expect(await refusal(end(aws, 'alice'))).toMatchObject(answer);
  });

  it('or is shown DISASSOCIATED, once more', async () => {
    const aws = simulation({ variants: { licenseManagerMissing: 'disassociated' } });
    await end(aws, 'alice');
    await aws.pass(600);
    expect((await end(aws, 'alice')).InstanceUserSummary.Status).toBe('DISASSOCIATED');
  });
});

it('a repeat meanwhile changes nothing, or is a conflict with HTTP 500', async () => {
  const accepting = simulation();
  await end(accepting, 'alice');
  expect((await end(accepting, 'alice')).InstanceUserSummary.Status).toBe('DISASSOCIATING');
  const refusing = simulation({ variants: { licenseManagerRepeat: 'conflict' } });
  await end(refusing, 'alice');
  expect(await refusal(end(refusing, 'alice'))).toMatchObject({ code: 'ConflictException', status: 500 });
});

it('an association is addressed by its ARN as well, and asks for both of its permissions', async () => {
  const aws = simulation();
  const InstanceUserArn = (await listed(aws, 'alice'))?.InstanceUserArn ?? '';
  const asked = [...aws.dispatcher.services()]
    .find(({ name }) => name === SERVICE)
    ?.operations.DisassociateUser?.permissions(
      { InstanceUserArn },
      { ...HOME, service: SERVICE, operation: 'DisassociateUser', requestId: 'r', identity: { arn: 'a', ...HOME } },
    );
  expect(asked).toEqual([
    {
      action: `${SERVICE}:DisassociateUser`,
      resource: expect.stringMatching(
        /^arn:aws:license-manager-user-subscriptions:us-east-1:111122223333:identity-provider\//,
      ),
    },
    { action: `${SERVICE}:DisassociateUser`, resource: InstanceUserArn },
  ]);
  const { InstanceUserSummary } = await aws.call<UserResponse>(SERVICE, 'DisassociateUser', { InstanceUserArn });
  expect(InstanceUserSummary).toMatchObject({ Username: 'alice', Status: 'DISASSOCIATING' });
});

it('a directory that a company runs itself is shown with its settings', async () => {
  const aws = simulation();
  const { InstanceUserSummary } = await aws.call<UserResponse>(SERVICE, 'DisassociateUser', {
    Username: 'erin',
    InstanceId,
    IdentityProvider: { ActiveDirectoryIdentityProvider: { DirectoryId: 'sd-00112233aa' } },
  });
  expect(InstanceUserSummary.IdentityProvider.ActiveDirectoryIdentityProvider).toEqual({
    DirectoryId: 'sd-00112233aa',
    ActiveDirectoryType: 'SELF_MANAGED',
    IsSharedActiveDirectory: false,
    ActiveDirectorySettings: {
      DomainName: 'corp.example.com',
      DomainIpv4List: ['10.0.0.10', '10.0.1.10'],
      DomainIpv6List: ['fd00::10'],
      DomainCredentialsProvider: { SecretsManagerCredentialsProvider: { SecretId: 'license-manager-user-corp' } },
      DomainNetworkSettings: { Subnets: [expect.any(String), expect.any(String)] },
    },
  });
});

it('a terminated instance loses its users by itself', async () => {
  const aws = simulation();
  terminateInstance(aws.cloud, HOME, InstanceId);
  expect(await listed(aws, 'alice')).toMatchObject({ Status: 'ASSOCIATED' });
  await aws.pass(60);
  expect(await listed(aws, 'alice')).toBeUndefined();
});

it('neither ARN nor triple, an unknown instance and a malformed directory are refused', async () => {
  const aws = simulation();
  const call = (input: object) => refusal(aws.call(SERVICE, 'DisassociateUser', input));
  expect(await call({ Username: 'alice' })).toMatchObject({ code: 'ValidationException' });
  expect(await call({ Username: 'a', InstanceId: 'i-1', IdentityProvider })).toMatchObject({ status: 404 });
  const DirectoryId = 'x';
  const wrong = {
    Username: 'a',
    InstanceId,
    IdentityProvider: { ActiveDirectoryIdentityProvider: { DirectoryId } },
  };
  expect((await call(wrong)).message).toContain(
    "Value 'x' at 'identityProvider.activeDirectoryIdentityProvider.directoryId' failed",
  );
});

describe('over the wire', () => {
  const wire = overTheWire({ pages: { most: 3 } });

  it('it is REST JSON', async () => {
    const post = (path: string, input: object) => wire.send(SERVICE, path, { method: 'POST', input });
    const { body } = await post('/user/DisassociateUser', { Username: 'alice', InstanceId, IdentityProvider });
    expect(body.InstanceUserSummary).toMatchObject({ Status: 'DISASSOCIATING' });
    const list = await post('/user/ListUserAssociations', {
      InstanceId,
      IdentityProvider,
      Filters: [{ Attribute: 'Username', Operation: 'eq', Value: 'alice' }],
    });
    expect(list.body.InstanceUserSummaries).toHaveLength(1);
    const providers = await post('/identity-provider/ListIdentityProviders', {});
    expect(providers.body.IdentityProviderSummaries).toMatchObject([
      { Status: 'REGISTERED' },
      { Status: 'REGISTERED' },
    ]);
    const instances = await post('/instance/ListInstances', { MaxResults: 1 });
    expect(instances.body).toMatchObject({ InstanceSummaries: [{ Status: 'ACTIVE' }], NextToken: expect.any(String) });
    const products = await post('/user/ListProductSubscriptions', { IdentityProvider });
    expect(products.body.ProductUserSummaries).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ Username: 'alice', Status: 'SUBSCRIBED' })]),
    );
    const missing = await post('/user/ListUserAssociations', { InstanceId: 'i-1', IdentityProvider });
    expect(missing).toMatchObject({ status: 404, type: 'ResourceNotFoundException' });
  });
});
