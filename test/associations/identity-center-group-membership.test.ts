import * as identitystore from '@aws-sdk/client-identitystore';
import { describe, expect, it } from 'vitest';
import type { Discovered } from '../../associations/common/contract.ts';
import { isKeyError, unreadable } from '../../associations/common/identity-center/errors.ts';
import { associationOf } from '../../associations/registry.ts';
import { HOME } from '../../simulators/common/locations.ts';
import { instances, users } from '../../simulators/identity-center/resources.ts';
import { exceptionsOf } from './exceptions.ts';
import { type Harness, openHarness } from './harness.ts';
import { describeAssociation, expectEnded } from './suite.ts';

const KIND = 'identity-center-group-membership';
const { target, policy } = associationOf(KIND);
const example = target.example as { identityStoreId: string; groupId: string; userId: string };
const KEY = Object.values(example).join('/');
const other = (id: string) => id.replace(/.{4}$/, '0000');

describeAssociation(KIND, {
  key: KEY,
  requests: 'DeleteGroupMembership',
  reads: 'GetGroupMembershipId',
  questions: ['identityStoreCase', 'identityStoreEmail', 'identityStoreRepeat'],
  neverSeen: { ...example, userId: other(example.userId) },
  orphan: { ...example, groupId: other(example.groupId) },
  bad: [{ scripted: { outcome: 'stuck' }, error: 'Reverted' }],
  dated: true,
  filter: { user: 'dana' },
  exceptions: exceptionsOf(identitystore, identitystore.IdentitystoreServiceException),
  statuses: ['ASSOCIATED'],
  valid: [
    { ...example, identityStoreId: '11111111-2222-3333-4444-555555555555' },
    { ...example, userId: 'AAAAAAAA-bbbb-cccc-dddd-eeeeeeeeeeee' },
  ],
  invalid: [[{ identityStoreId: 'd-1', groupId: 'Admins', userId: 'dana' }, /identityStoreId:.*groupId:.*userId:/]],
});

describe('a membership', () => {
  it('is shown as the service has it, and comes back under another id', async () => {
    await using harness = await openHarness(KIND);
    const { before } = await harness.run(example);
    expect(before).toMatchObject({
      IdentityStoreId: example.identityStoreId,
      GroupId: example.groupId,
      MemberId: { UserId: example.userId },
      CreatedAt: expect.stringMatching(/^20.*Z$/),
    });
    await harness.provider.restore?.(example, before, harness.contextFor());
    const { snapshot } = await harness.provider.poll(example, harness.contextFor());
    const idOf = (shown: unknown) => (shown as { MembershipId: string }).MembershipId;
    expect(idOf(snapshot)).not.toBe(idOf(before));
  });

  it('in a store that does not exist is NOT_FOUND', async () => {
    await using harness = await openHarness(KIND);
    const { progress } = await harness.run({ ...example, identityStoreId: 'd-0000000000' });
    expect(progress).toMatchObject({ notFound: true, message: expect.stringContaining('IDENTITY_STORE') });
  });

  it('is waited for while the group is changed', async () => {
    await using harness = await openHarness(KIND);
    harness.cloud.setOutcome(KIND, KEY, { outcome: 'busy', after: 60 }, HOME);
    const { progress, polls } = await harness.run(example);
    expectEnded({ progress }, 'DISASSOCIATED');
    expect(polls).toBeGreaterThan(1);
  });
});

const seenBy = async (harness: Harness, filter: Record<string, string>) => {
  const seen: Discovered[] = [];
  for await (const each of harness.provider.discover(filter, harness.contextFor())) seen.push(each);
  return {
    labels: seen.flatMap((each) => (each.type === 'association' ? each.association.label : [])).sort(),
    findings: seen.flatMap((each) => (each.type === 'inaccessible' ? `${each.error}: ${each.message}` : [])),
    isSubject: seen.some(({ type }) => type === 'subject'),
    snapshots: seen.flatMap((each) => (each.type === 'association' ? each.association.snapshot : [])),
  };
};

describe('a person', () => {
  const both = (by: string) => [`Admins: dana, found by ${by}`, `Engineers: dana, found by ${by}`];

  it.each([
    ['dana', 'user name'],
    ['dana@example.com', 'e-mail address'],
    ['d.reyes@example.org', 'e-mail address'],
    ['Dana', 'user name'],
    ['DANA@EXAMPLE.COM', 'e-mail address'],
    [example.userId, 'id'],
  ])('%s is found by %s, whatever the service heeds', async (user, by) => {
    for (const identityStoreCase of ['heeds', 'ignores']) {
      for (const identityStoreEmail of ['primary', 'all']) {
        await using harness = await openHarness(KIND, { variants: { identityStoreCase, identityStoreEmail } });
        expect(await seenBy(harness, { user })).toMatchObject({ labels: both(by), findings: [], isSubject: true });
      }
    }
  });

  it('who is typed as is asked for alone, where the store knows the name', async () => {
    await using harness = await openHarness(KIND);
    const context = harness.contextFor();
    for await (const _ of harness.provider.discover({ user: 'dana' }, context));
    expect(context.calls.map(({ operation }) => operation)).not.toContain('ListUsers');
  });

  it.each(['dan', 'dana@example', 'dаna', 'dana ', '', '00000000-0000-0000-0000-000000000000'])(
    '%j is nobody',
    async (user) => {
      await using harness = await openHarness(KIND);
      expect(await seenBy(harness, { user })).toMatchObject({ labels: [], findings: [], isSubject: false });
    },
  );

  it.each(['primary', 'all'])(
    'that may be two people is left to decide, and nothing of them is found',
    async (answer) => {
      await using harness = await openHarness(KIND, { variants: { identityStoreEmail: answer } });
      // Only one of them has the text as the user name; the other one's address is a second one.
      harness.cloud.putResource(users, HOME, 'd-9067f7a1b2/x', {
        identityStoreId: 'd-9067f7a1b2',
        userId: '9067f7a1b2-00000000-0000-4000-8000-000000000001',
        userName: 'kimmy',
        emails: ['KIM@example.com', 'kim@example.com'],
        createdAt: 0,
      });
      const { labels, findings, isSubject } = await seenBy(harness, { user: 'Kim@Example.Com' });
      expect({ labels, isSubject }).toEqual({ labels: [], isSubject: false });
      expect(findings).toEqual([
        expect.stringMatching(/^AmbiguousUser: "Kim@Example.Com" may be 3 people: .*by the id/),
      ]);
    },
  );

  it('of another store is another person', async () => {
    await using harness = await openHarness(KIND);
    const elsewhere = { identityStoreId: 'd-9067f7a1b3' };
    expect(await seenBy(harness, { user: 'dana', ...elsewhere })).toMatchObject({ labels: [] });
  });
});

describe('discovery', () => {
  it('finds who is in a group, and says which directory keeps it', async () => {
    await using harness = await openHarness(KIND);
    const { labels, snapshots, isSubject } = await seenBy(harness, { groupId: example.groupId });
    expect({ labels, isSubject }).toEqual({ labels: [`Admins: ${example.userId}`], isSubject: true });
    const planned = { target: example, account: HOME.account, where: {} };
    expect(policy.assess({ ...planned, snapshot: snapshots[0] ?? null }, [])).toMatchObject({ risks: [] });
    const all = await seenBy(harness, { user: 'dana' });
    const kept = all.snapshots.find((each) => JSON.stringify(each).includes('scim')) ?? null;
    expect(policy.assess({ ...planned, snapshot: kept }, [])).toMatchObject({
      risks: ['synchronized'],
      impact: [expect.any(String), expect.stringContaining('https://idp.example.com/scim')],
    });
  });

  it('a group that does not exist has nobody', async () => {
    await using harness = await openHarness(KIND);
    const nobody = { labels: [], findings: [], isSubject: false };
    expect(await seenBy(harness, { groupId: other(example.groupId) })).toMatchObject(nobody);
  });

  it('an instance that is not active, or is a replica, has no memberships of its own', async () => {
    await using harness = await openHarness(KIND);
    const [instance] = harness.cloud.resources(instances, HOME);
    if (instance === undefined) throw new Error('no instance');
    const put = (change: Partial<typeof instance>) =>
      harness.cloud.putResource(instances, HOME, instance.identityStoreId, { ...instance, ...change });
    put({ primaryRegion: 'eu-west-1' });
    expect(await seenBy(harness, {})).toMatchObject({
      labels: [],
      findings: [expect.stringMatching(/^NotPrimaryRegion: .*search eu-west-1\.$/)],
    });
    put({ status: 'DELETE_IN_PROGRESS' });
    expect(await seenBy(harness, {})).toMatchObject({ labels: [], findings: [] });
  });

  it.each(['sso:ListInstances', 'identitystore:GetUserId', 'identitystore:ListGroupMembershipsForMember'])(
    'what %s denies is a finding',
    async (action) => {
      await using harness = await openHarness(KIND);
      harness.deny(action);
      const { labels, findings } = await seenBy(harness, { user: 'dana' });
      expect(labels).toEqual([]);
      expect(findings).toEqual([expect.stringContaining(action)]);
    },
  );
});

describe('an encryption key that is missing', () => {
  const withReason = (name: string, Reason: string) => Object.assign(new Error('no key'), { name, Reason });

  it.each(['ResourceNotFoundException', 'ValidationException'])('%s is no answer about what it hides', (name) => {
    const error = withReason(name, 'KMS_KEY_NOT_FOUND');
    expect(isKeyError(error)).toBe(true);
    expect([...unreadable('store', error)]).toEqual([
      { type: 'inaccessible', at: 'store', error: name, message: 'no key' },
    ]);
  });

  it('is throttling where it is throttled, and what has no such reason means what it says', () => {
    expect(isKeyError(withReason('ThrottlingException', 'KMS_THROTTLING'))).toBe(false);
    expect([...unreadable('store', withReason('ResourceNotFoundException', ''))]).toEqual([]);
  });
});
