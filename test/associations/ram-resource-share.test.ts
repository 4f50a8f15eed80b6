import { ResourceShareAssociationStatus } from '@aws-sdk/client-ram';
import { removeAssociation } from '@offboard/local-aws/simulation';
import { describe, expect, it } from 'vitest';
import type { Discovered } from '../../associations/common/contract.ts';
import { associationOf } from '../../associations/registry.ts';
import { HOME } from '../../simulators/common/locations.ts';
import { entityKey, shareAssociations } from '../../simulators/ram/associations.ts';
import { shares } from '../../simulators/ram/resources.ts';
import { LICENSES, NETWORK, POLICY_SHARE, putShare, SPOKE_NETWORK } from '../../simulators/ram/seed.ts';
import { thrownBy } from './exceptions.ts';
import { type Harness, openHarness } from './harness.ts';
import { describeAssociation, expectEnded } from './suite.ts';

const KIND = 'ram-resource-share';
const { target: contract, policy } = associationOf(KIND);
const { example } = contract;
const PARTNER = '777788889999';
const SUBNET = 'arn:aws:ec2:us-east-1:111122223333:subnet/subnet-00000000000000000';
const OU = 'arn:aws:organizations::111122223333:ou/o-a1b2c3d4e5/ou-a1b2-c3d4e5f6';
const DAY = 24 * 3600;

describeAssociation(KIND, {
  key: entityKey({ shareArn: NETWORK, entity: PARTNER }),
  requests: 'DisassociateResourceShare',
  reads: 'GetResourceShareAssociations',
  questions: [
    'ramLinger',
    'ramRows',
    'ramRepeat',
    'ramGone',
    'ramBusy',
    'ramSuspended',
    'ramInherited',
    'ramFailure',
    'ramUnknownShare',
  ],
  neverSeen: { ...example, principal: '777788889998' },
  orphan: { ...example, resourceShareArn: NETWORK.replace('7ab63972', '7ab63973') },
  bad: [
    { scripted: { outcome: 'fails', after: 30 }, error: 'FAILED' },
    { scripted: { outcome: 'reverts', after: 150 }, error: 'Reverted' },
  ],
  dated: true,
  filter: { account: PARTNER },
  exceptions: [
    'DisassociateResourceShare',
    'AssociateResourceShare',
    'GetResourceShareAssociations',
    'GetResourceShares',
  ].flatMap((operation) => thrownBy('client-ram', operation)),
  statuses: Object.values(ResourceShareAssociationStatus),
  valid: [
    ...[
      OU,
      'arn:aws:organizations::111122223333:organization/o-a1b2c3d4e5',
      'arn:aws:iam::444455556666:role/path/deployer',
      'arn:aws:iam::444455556666:user/alice',
      'service-id.amazonaws.com',
    ].map((principal) => ({ ...example, principal })),
    { resourceShareArn: NETWORK, resourceArn: SUBNET },
    { resourceShareArn: NETWORK, resourceArn: 'arn:aws:networkmanager::111122223333:core-network/core-network-1' },
  ],
  invalid: [
    [{ resourceShareArn: NETWORK }, /must have exactly one of principal, resourceArn/],
    [{ ...example, resourceArn: SUBNET }, /must have exactly one of/],
    [{ ...example, resourceShareArn: 'network' }, /resourceShareArn: must be the ARN of a resource share/],
    [{ ...example, principal: 'partner' }, /principal: must be an account id, a service principal, or the ARN/],
  ],
});

const rowOf = (harness: Harness, entity: string, shareArn = NETWORK) =>
  harness.cloud.association(shareAssociations, HOME, entityKey({ shareArn, entity }));

function show(harness: Harness, entity: string, status: string, shareArn = NETWORK): void {
  const row = rowOf(harness, entity, shareArn);
  if (row === undefined) throw new Error(`${entity} is not associated`);
  harness.cloud.transition(row, [{ at: harness.cloud.now(), status }]);
}

describe('a removal', () => {
  it('of a resource takes it from every principal, and leaves the principals', async () => {
    await using harness = await openHarness(KIND);
    expectEnded(await harness.run({ resourceShareArn: NETWORK, resourceArn: SUBNET }), 'DISASSOCIATED');
    expect(harness.row(entityKey({ shareArn: NETWORK, entity: PARTNER }))).toMatchObject({ status: 'ASSOCIATED' });
  });

  it('has one token a request, and another one after a restoration', async () => {
    await using harness = await openHarness(KIND, { durations: { ramInvitation: [0, 0] } });
    const first = await harness.run(example);
    expectEnded(first, 'DISASSOCIATED');
    const restoring = { ...harness.contextFor(), request: { ...harness.contextFor().request, id: 'restore' } };
    await harness.provider.restore?.(example, first.before, restoring);
    await harness.pass(60);
    const second = { ...harness.contextFor(), request: { ...harness.contextFor().request, id: 'second' } };
    expect(await harness.provider.start(example, second)).toMatchObject({ state: 'IN_PROGRESS' });
    expect(harness.effects().map(({ effect }) => effect)).toEqual(['disassociating', 'associated', 'disassociating']);
  });

  it('waits until an invitation to the share has been answered', async () => {
    await using harness = await openHarness(KIND);
    show(harness, '222233334444', 'ASSOCIATING');
    const { state, ...progress } = await harness.provider.start(example, harness.contextFor());
    expect({ state, ...progress }).toMatchObject({ state: 'IN_PROGRESS', next: 'start', waitingFor: 'other-change' });
    show(harness, '222233334444', 'ASSOCIATED');
    expectEnded(await harness.run(example), 'DISASSOCIATED');
  });

  it.each(['SUSPENDING', 'RESTORING'])('of what is %s waits, and makes no call', async (status) => {
    await using harness = await openHarness(KIND);
    show(harness, PARTNER, status);
    const context = harness.contextFor();
    expect(await harness.provider.start(example, context)).toMatchObject({ next: 'start', serviceStatus: status });
    expect(context.calls.filter(({ mutating }) => mutating)).toEqual([]);
  });

  it.each([
    ['accept', { state: 'DISASSOCIATED' }],
    ['invalid-state', { state: 'IN_PROGRESS', next: 'start', serviceStatus: 'SUSPENDED' }],
  ])('of what is SUSPENDED is requested, whether RAM answers %s', async (ramSuspended, expected) => {
    await using harness = await openHarness(KIND, { variants: { ramSuspended } });
    show(harness, PARTNER, 'SUSPENDED');
    expect((await harness.run(example)).progress).toMatchObject(expected);
  });

  it('of what is FAILED is requested: it may be an earlier removal that failed', async () => {
    await using harness = await openHarness(KIND);
    show(harness, PARTNER, 'FAILED');
    expectEnded(await harness.run(example), 'DISASSOCIATED');
  });

  it.each([
    ['failed-with-message', 'FAILED', /still uses the resource/],
    ['failed', 'FAILED', /gives no reason/],
    ['associated', 'Reverted', /shows ASSOCIATED again/],
  ])('that fails is told where RAM shows %s', async (ramFailure, error, message) => {
    await using harness = await openHarness(KIND, { variants: { ramFailure } });
    harness.cloud.setOutcome(
      KIND,
      entityKey({ shareArn: NETWORK, entity: PARTNER }),
      { outcome: 'fails', after: 150 },
      HOME,
    );
    const { progress } = await harness.run(example);
    expect(progress).toMatchObject({ state: 'FAILED', error, message: expect.stringMatching(message) });
  });

  it('from a share that a resource policy made fails in RAM’s words', async () => {
    await using harness = await openHarness(KIND);
    const { progress } = await harness.run({ ...example, resourceShareArn: POLICY_SHARE });
    expect(progress).toMatchObject({
      state: 'FAILED',
      message: expect.stringContaining('created from a resource policy'),
    });
  });
});

describe('what is gone', () => {
  it('is told with the OU through which an account keeps the share', async () => {
    await using harness = await openHarness(KIND);
    const { progress } = await harness.run({ resourceShareArn: LICENSES, principal: '222233334444' });
    expect(progress).toMatchObject({ outcome: 'ALREADY_GONE', note: expect.stringContaining('ou-a1b2-c3d4e5f6') });
    expectEnded(await harness.run({ resourceShareArn: LICENSES, principal: OU }), 'DISASSOCIATED');
    const { progress: after } = await harness.run({ resourceShareArn: LICENSES, principal: '222233334444' });
    expect(after).not.toMatchObject({ note: expect.stringContaining('ou-a1b2-c3d4e5f6') });
  });

  it.each(['unknown-resource', 'empty'])('is NOT_FOUND in a share of another account (%s)', async (ramUnknownShare) => {
    await using harness = await openHarness(KIND, { variants: { ramUnknownShare } });
    const { progress } = await harness.run({ ...example, resourceShareArn: SPOKE_NETWORK });
    expect(progress).toMatchObject({ notFound: true, message: expect.stringContaining(SPOKE_NETWORK) });
  });

  it('is no parent that is missing where the share is deleted and still listed', async () => {
    await using harness = await openHarness(KIND);
    for (const entity of [PARTNER, '222233334444', SUBNET]) {
      removeAssociation(harness.cloud, KIND, HOME, entityKey({ shareArn: NETWORK, entity }));
    }
    putShare(harness.cloud, NETWORK, {
      ...harness.cloud.resource(shares, HOME, NETWORK),
      name: 'network',
      status: 'DELETED',
    });
    expectEnded(await harness.run(example), 'ALREADY_GONE');
  });
});

describe('restoring', () => {
  it('an account outside the organization waits for its acceptance', async () => {
    await using harness = await openHarness(KIND, { durations: { ramInvitation: [600, 600] } });
    const { before } = await harness.run(example);
    await harness.provider.restore?.(example, before, harness.contextFor());
    expect(await harness.provider.poll(example, harness.contextFor())).toMatchObject({ serviceStatus: 'ASSOCIATING' });
    await harness.pass(601);
    expect(await harness.provider.poll(example, harness.contextFor())).toMatchObject({ serviceStatus: 'ASSOCIATED' });
  });

  it('fails where nobody accepts within seven days', async () => {
    await using harness = await openHarness(KIND, { durations: { ramInvitation: [8 * DAY, 8 * DAY] } });
    const { before } = await harness.run(example);
    await harness.provider.restore?.(example, before, harness.contextFor());
    await harness.pass(7 * DAY + 1);
    expect(await harness.provider.poll(example, harness.contextFor())).toMatchObject({ serviceStatus: 'FAILED' });
  });

  const assess = (principal: string, snapshot: object | null) =>
    policy.assess(
      { target: { ...example, principal }, account: HOME.account, where: {}, snapshot: snapshot as never },
      [],
    );

  it.each([
    [PARTNER, { external: true }, `account ${PARTNER}, which must accept the invitation to the share`],
    [PARTNER, null, `account ${PARTNER}, which must accept the invitation to the share`],
    [`arn:aws:iam::${PARTNER}:role/deployer`, { external: true }, expect.stringContaining(PARTNER)],
    ['222233334444', { external: false }, undefined],
    [OU, { external: false }, undefined],
    ['service-id.amazonaws.com', {}, undefined],
  ])('%s with %j needs %s', (principal, snapshot, restorableWith) => {
    expect(assess(principal, snapshot).restorableWith).toEqual(restorableWith);
  });
});

describe('discovery', () => {
  const found = async (harness: Harness, filter: Record<string, string>) => {
    const seen: Discovered[] = [];
    for await (const each of harness.provider.discover(filter, harness.contextFor())) seen.push(each);
    return {
      labels: seen.flatMap((each) => (each.type === 'association' ? [each.association.label] : [])),
      subject: seen.some(({ type }) => type === 'subject'),
      scanned: seen.filter(({ type }) => type === 'scanned').length,
    };
  };

  it.each([
    [{}, 6],
    [{ account: PARTNER }, 2],
    [{ principal: PARTNER }, 2],
    [{ principal: OU }, 1],
    [{ resourceArn: SUBNET }, 1],
    [{ resourceShareArn: NETWORK }, 3],
  ])('by %j finds %i', async (filter, count) => {
    await using harness = await openHarness(KIND);
    const { labels, subject } = await found(harness, filter);
    expect(labels).toHaveLength(count);
    expect(subject).toBe(true);
  });

  it('counts every share that is not deleted', async () => {
    await using harness = await openHarness(KIND);
    expect((await found(harness, {})).scanned).toBe(3);
  });

  it('finds roles and users of an account by the account, and users by their names', async () => {
    await using harness = await openHarness(KIND);
    const facts = { shareArn: NETWORK, type: 'PRINCIPAL', external: true } as const;
    const steps = [{ at: harness.cloud.now(), status: 'ASSOCIATED' }];
    for (const entity of ['role/alice', 'user/staff/alice', 'user/alicea']) {
      const arn = `arn:aws:iam::444455556666:${entity}`;
      harness.cloud.associate(shareAssociations, HOME, { ...facts, entity: arn }, steps);
    }
    expect((await found(harness, { account: '444455556666' })).labels).toHaveLength(3);
    expect((await found(harness, { userName: 'alice' })).labels).toEqual([
      expect.stringMatching(/user\/staff\/alice$/),
    ]);
  });

  it('shows what an account may have through an organization or OU as inherited, and finds none of it', async () => {
    await using harness = await openHarness(KIND);
    const inherited = async (filter: Record<string, string>) => {
      const seen: string[] = [];
      for await (const each of harness.provider.discover(filter, harness.contextFor())) {
        if (each.type === 'inherited') seen.push(`${each.association.label}: ${each.through}`);
      }
      return seen;
    };
    const shown = [`licenses with ${OU}: ou/o-a1b2c3d4e5/ou-a1b2-c3d4e5f6, if the account is in it`];
    expect(await inherited({ account: '222233334444' })).toEqual(shown);
    expect((await found(harness, { account: '222233334444' })).labels).toEqual(['network with 222233334444']);
    expect(await inherited({ userName: 'alice' })).toEqual([]);
    await harness.run({ resourceShareArn: LICENSES, principal: OU });
    expect(await inherited({ account: '222233334444' })).toEqual([]);
  });

  it('finds no row of what has ended, and nothing of a share that is unknown', async () => {
    await using harness = await openHarness(KIND, { variants: { ramLinger: 'ever' } });
    await harness.run(example);
    expect((await found(harness, { account: PARTNER })).labels).toEqual([expect.stringContaining('from-policy')]);
    const unknown = await found(harness, { resourceShareArn: NETWORK.replace('7ab63972', '7ab63973') });
    expect(unknown).toEqual({ labels: [], subject: false, scanned: 0 });
  });
});
