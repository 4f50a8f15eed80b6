import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { associationOf } from '../../associations/registry.ts';
import { HOME } from '../../simulators/common/locations.ts';
import { instanceUsers } from '../../simulators/license-manager-user-subscriptions/associations.ts';
import {
  type Directory,
  directories,
  type Instance,
  instances,
} from '../../simulators/license-manager-user-subscriptions/resources.ts';
import { terminateInstance } from '../../simulators/license-manager-user-subscriptions/terminate-instance.ts';
import { openHarness } from './harness.ts';
import { describeAssociation, expectEnded } from './suite.ts';

const { example: alice } = associationOf('license-manager-user').target;
const instanceUserArn = 'arn:aws:license-manager-user-subscriptions:us-east-1:111122223333:instance-user/u-1';
describeAssociation('license-manager-user', {
  key: 'i-0a1b2c3d4e5f60718/d-1234567890/alice@corp.example.com',
  requests: 'DisassociateUser',
  reads: 'ListUserAssociations',
  questions: [
    'licenseManagerRow',
    'licenseManagerRepeat',
    'licenseManagerMissing',
    'licenseManagerFailure',
    'licenseManagerInstance',
  ],
  neverSeen: { ...alice, username: 'alcie' },
  orphan: { ...alice, instanceId: 'i-00000000' },
  bad: [
    { scripted: { outcome: 'fails', after: 60 }, error: 'DISASSOCIATION_FAILED' },
    { scripted: { outcome: 'reverts', after: 60 }, error: 'Reverted' },
  ],
  dated: true,
  filter: { username: 'ALICE' },
  // As the service's API reference lists them.
  exceptions: [
    'AccessDeniedException',
    'ConflictException',
    'InternalServerException',
    'ResourceNotFoundException',
    'ServiceQuotaExceededException',
    'ThrottlingException',
    'ValidationException',
  ],
  statuses: ['ASSOCIATING', 'ASSOCIATED', 'DISASSOCIATING', 'DISASSOCIATED'],
  valid: [
    { instanceUserArn },
    {
      ...alice,
      identityProvider: {
        ActiveDirectoryIdentityProvider: {
          DirectoryId: 'sd-1234567890',
          ActiveDirectoryType: 'SELF_MANAGED',
          ActiveDirectorySettings: { DomainName: 'corp' },
        },
      },
    },
  ],
  invalid: [
    [{ username: 'alice' }, /either instanceUserArn alone/],
    [{ ...alice, instanceUserArn }, /either instanceUserArn alone/],
    [
      { ...alice, identityProvider: { ActiveDirectoryIdentityProvider: { DirectoryId: 'x' } } },
      /identityProvider\.ActiveDirectoryIdentityProvider\.DirectoryId: /,
    ],
  ],
});

const KIND = 'license-manager-user';
const INSTANCE = 'i-0a1b2c3d4e5f60718';
const TERMINATED = 'i-0f9e8d7c6b5a43210';
const identityProvider = { ActiveDirectoryIdentityProvider: { DirectoryId: 'd-1234567890' } };
const user = (username: string, instanceId = INSTANCE) => ({ username, instanceId, identityProvider });

describe('how a user is named', () => {
  it('upper and lower case are the same', async () => {
    await using harness = await openHarness(KIND);
    const { progress } = await harness.run({ ...user('ALICE'), domain: 'CORP.example.com' });
    expectEnded({ progress }, 'DISASSOCIATED');
  });

  it('an ARN is found on its instance, once, and ended', async () => {
    await using harness = await openHarness(KIND, { pages: { most: 1 } });
    const instanceUserArn = await arnOf(harness, 'alice');
    const { progress, calls } = await harness.run({ instanceUserArn });
    expectEnded({ progress }, 'DISASSOCIATED');
    const [first, ...later] = calls.flatMap(({ operation }, at) => (operation === 'ListInstances' ? at : []));
    expect(first).toBe(0);
    expect(later.every((at) => at < calls.findIndex(({ mutating }) => mutating))).toBe(true);
  });

  it('an ARN is found among more instances than are read at once', async () => {
    await using harness = await openHarness(KIND);
    const facts = harness.cloud.resource(instances, HOME, INSTANCE) as Instance;
    for (let number = 10; number < 35; number++) {
      const instanceId = `i-000000${number}`;
      harness.cloud.putResource(instances, HOME, instanceId, { ...facts, instanceId });
    }
    const instanceUserArn = await arnOf(harness, 'alice');
    const { progress, calls } = await harness.run({ instanceUserArn });
    expectEnded({ progress }, 'DISASSOCIATED');
    const reads = calls
      .slice(
        0,
        calls.findIndex(({ mutating }) => mutating),
      )
      .map(({ operation }) => operation);
    expect(reads.filter((operation) => operation === 'ListUserAssociations').length).toBeGreaterThan(25);
  });

  it('a user of a directory that is shared is named with that, and ended', async () => {
    await using harness = await openHarness(KIND);
    const directory = harness.cloud.resource(directories, HOME, 'd-1234567890') as Directory;
    harness.cloud.putResource(directories, HOME, 'd-1234567890', { ...directory, isShared: true });
    const [found] = await discovered(harness, 'alice');
    const shared = { ActiveDirectoryIdentityProvider: { DirectoryId: 'd-1234567890', IsSharedActiveDirectory: true } };
    expect(found?.target).toMatchObject({ username: 'alice', identityProvider: shared });
    expect(v.is(associationOf(KIND).target.schema, found?.target)).toBe(true);
    expectEnded(await harness.run(found?.target as never), 'DISASSOCIATED');
  });

  it('an ARN that no instance lists is gone', async () => {
    await using harness = await openHarness(KIND);
    const instanceUserArn = (await arnOf(harness, 'alice')).replace(/[^/]*$/, 'nobody');
    expectEnded(await harness.run({ instanceUserArn }), 'ALREADY_GONE');
  });

  it('a name that is in two domains is refused until the domain is named', async () => {
    await using harness = await openHarness(KIND);
    const facts = { username: 'alice', instanceId: INSTANCE, directoryId: 'd-1234567890', domain: 'lab.example.com' };
    const step = { at: harness.clock.now() - 1000, status: 'ASSOCIATED' };
    harness.cloud.associate(instanceUsers, HOME, { ...facts, instanceUserArn: 'arn:aws:x:y:z:u/1' }, [step]);
    const { progress } = await harness.run(user('alice'));
    expect(progress).toMatchObject({
      rejected: true,
      message: expect.stringMatching(/lab\.example\.com.*name the domain/),
    });
    expectEnded(await harness.run({ ...user('alice'), domain: 'corp.example.com' }), 'DISASSOCIATED');
  });
});

describe('what License Manager shows', () => {
  it.each(['FAILED', 'DISASSOCIATING_FAILED'] as const)('%s is a failure, with its words', async (word) => {
    await using harness = await openHarness(KIND, { variants: { licenseManagerFailure: word } });
    const { progress } = await harness.run(user('bob'));
    expect(progress).toMatchObject({
      state: 'FAILED',
      error: word,
      message: expect.stringContaining('Systems Manager'),
    });
  });

  it('a failure is tried again by a new request', async () => {
    await using harness = await openHarness(KIND);
    await harness.run(user('bob'));
    const key = `${INSTANCE}/d-1234567890/bob@corp.example.com`;
    harness.cloud.setOutcome(KIND, key, { outcome: 'succeeds', after: 60 }, HOME);
    expectEnded(await harness.run(user('bob')), 'DISASSOCIATED');
  });

  it('an instance that does not exist is NOT_FOUND, in the service’s words', async () => {
    await using harness = await openHarness(KIND);
    const { progress } = await harness.run(user('alice', 'i-00000000'));
    expect(progress).toMatchObject({ notFound: true, message: expect.stringContaining('i-00000000') });
  });

  it.each(['not-found', 'empty'] as const)('no instance is NOT_FOUND where its list of users is %s', async (answer) => {
    await using harness = await openHarness(KIND, { variants: { licenseManagerInstance: answer } });
    const missing = user('alice', 'i-00000000');
    expect((await harness.run(missing)).progress).toMatchObject({ notFound: true });
    const planned = await harness.provider.start(missing, { ...harness.contextFor(), seenByPlan: true });
    expect(planned).toMatchObject({ outcome: 'ALREADY_GONE' });
  });

  it('not found about an instance that is there is the request’s mistake', async () => {
    await using harness = await openHarness(KIND);
    const fault = {
      kind: 'error',
      code: 'ResourceNotFoundException',
      message: 'no such directory',
      status: 404,
    } as const;
    harness.fault({ ...fault, operation: 'ListUserAssociations', rate: 1 });
    const { progress } = await harness.run(user('alice'));
    expect(progress).toMatchObject({ state: 'FAILED', rejected: true, message: 'no such directory' });
  });

  it('a terminated instance drops its users by itself', async () => {
    await using harness = await openHarness(KIND);
    terminateInstance(harness.cloud, HOME, INSTANCE);
    harness.fault({ kind: 'error', code: 'ValidationException', operation: 'DisassociateUser', rate: 1, times: 1 });
    const { progress } = await harness.run(user('alice'));
    expect(progress).toMatchObject({ state: 'DISASSOCIATED' });
    expectEnded(await harness.run(user('dave', TERMINATED)), 'DISASSOCIATED');
  });

  it('a status nobody has heard of is polled again, and shown as it is', async () => {
    await using harness = await openHarness(KIND);
    const key = `${INSTANCE}/d-1234567890/alice@corp.example.com`;
    harness.cloud.setOutcome(KIND, key, { outcome: 'unknown', after: 300, status: 'SYNCHRONIZING' }, HOME);
    const start = await harness.provider.start(user('alice'), harness.contextFor());
    const seen = await harness.provider.poll(user('alice'), harness.contextFor({}, start));
    expect(seen).toMatchObject({ state: 'IN_PROGRESS', next: 'poll', serviceStatus: 'SYNCHRONIZING' });
  });

  it('one who is associated again while the end is awaited has been ended', async () => {
    await using harness = await openHarness(KIND);
    const start = await harness.provider.start(user('alice'), harness.contextFor());
    await harness.pass(3600);
    await harness.provider.restore?.(user('alice'), start.snapshot, harness.contextFor());
    const progress = await harness.provider.poll(user('alice'), harness.contextFor({}, start));
    expect(progress).toMatchObject({ outcome: 'DISASSOCIATED', note: 'it has been associated again since' });
  });
});

type Harness = Awaited<ReturnType<typeof openHarness>>;

async function discovered(harness: Harness, username: string) {
  const all = [];
  for await (const each of harness.provider.discover({ username }, harness.contextFor())) {
    if (each.type === 'association') all.push(each.association);
  }
  return all;
}

async function arnOf(harness: Harness, username: string): Promise<string> {
  const [found] = await discovered(harness, username);
  return String((found?.snapshot as { InstanceUserArn?: string } | undefined)?.InstanceUserArn);
}
