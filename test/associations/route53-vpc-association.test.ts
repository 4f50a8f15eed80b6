import { describe, expect, it } from 'vitest';
import type { Discovered, RunContext } from '../../associations/common/contract.ts';
import { associationOf } from '../../associations/registry.ts';
import { HOME, SPOKE } from '../../simulators/common/locations.ts';
import { vpcAssociations } from '../../simulators/route-53/associations.ts';
import { authorizations, globalIn, vpcs } from '../../simulators/route-53/resources.ts';
import {
  CORP,
  SERVICE_ZONE,
  SHARED,
  SINGLE,
  VPC,
  VPC_IN_SHARED,
  VPC_OF_SINGLE,
} from '../../simulators/route-53/seed.ts';
import { authorizationKey } from '../../simulators/route-53/vpc-associations.ts';
import { thrownBy } from './exceptions.ts';
import { type Harness, openHarness } from './harness.ts';
import { describeAssociation, expectEnded } from './suite.ts';

const KIND = 'route53-vpc-association';
const { target: contract, policy } = associationOf(KIND);
const { example } = contract;
const KEY = `${CORP}/${VPC}`;
const foreign = { hostedZoneId: SHARED, vpcId: VPC_IN_SHARED, vpcRegion: 'us-east-1' };

describeAssociation(KIND, {
  key: KEY,
  requests: 'DisassociateVPCFromHostedZone',
  reads: 'GetHostedZone',
  questions: [
    'route53List',
    'route53Repeat',
    'route53Busy',
    'route53DeletedVpc',
    'route53Foreign',
    'route53Change',
    'route53Service',
  ],
  neverSeen: { ...example, vpcId: 'vpc-0aaaabbbbccccddde' },
  orphan: { ...example, hostedZoneId: 'Z0123456789EXAMPEL' },
  bad: [{ scripted: { outcome: 'reverts', after: 150 }, error: 'Reverted' }],
  dated: false,
  filter: { vpcId: VPC },
  exceptions: [
    'DisassociateVPCFromHostedZone',
    'AssociateVPCWithHostedZone',
    'GetChange',
    'GetHostedZone',
    'ListHostedZones',
    'ListHostedZonesByVPC',
    'ListVPCAssociationAuthorizations',
  ].flatMap((operation) => thrownBy('client-route-53', operation)),
  statuses: ['PENDING', 'INSYNC'],
  valid: [
    { ...example, comment: 'contract ended' },
    { ...example, vpcId: 'vpc-1a2b3c4d', vpcRegion: 'us-gov-west-1' },
  ],
  invalid: [
    [{ ...example, hostedZoneId: '/hostedzone/Z1' }, /hostedZoneId: must be a hosted zone's id without/],
    [{ ...example, vpcId: 'vpc', vpcRegion: 'x' }, /vpcId: must be .* vpcRegion: must be a Region/],
    [{ ...example, comment: 'x'.repeat(257) }, /comment: must have at most 256/],
    [{ ...example, comment: 'ask a@example.com' }, /comment: must be without personal data/],
  ],
});

const scripted = (harness: Harness, outcome: Parameters<Harness['cloud']['setOutcome']>[2]) =>
  harness.cloud.setOutcome(KIND, KEY, outcome, HOME);

describe('a removal', () => {
  it('is done when the list and the change say so, and carries the comment', async () => {
    await using harness = await openHarness(KIND, { durations: { route53: [60, 60] } });
    const target = { ...example, comment: 'contract ended' };
    const start = await harness.provider.start(target, harness.contextFor());
    expect(start).toMatchObject({
      serviceStatus: 'PENDING',
      snapshot: { Comment: 'contract ended' },
      memory: { changeId: expect.stringMatching(/^C/) },
    });
    await harness.pass(30);
    const waiting = await harness.provider.poll(target, harness.contextFor({}, start));
    expect(waiting).toMatchObject({ state: 'IN_PROGRESS', serviceStatus: 'PENDING' });
    await harness.pass(31);
    const done = await harness.provider.poll(target, harness.contextFor({}, waiting));
    expect(done).toMatchObject({ outcome: 'DISASSOCIATED', serviceStatus: 'INSYNC' });
    expect(JSON.stringify(done.snapshot)).not.toContain(`"VPCId":"${VPC}","VPCRegion":"us-east-1"`);
  });

  it('waits where the change is in sync and the VPC is listed, and has reverted after the grace', async () => {
    await using harness = await openHarness(KIND);
    scripted(harness, { outcome: 'reverts', after: 10 });
    const start = await harness.provider.start(example, harness.contextFor());
    await harness.pass(20);
    const waiting = await harness.provider.poll(example, harness.contextFor({}, start));
    expect(waiting).toMatchObject({ state: 'IN_PROGRESS', waitingFor: 'consistency', serviceStatus: 'ASSOCIATED' });
    await harness.pass(120);
    expect(await harness.provider.poll(example, harness.contextFor({}, waiting))).toMatchObject({ error: 'Reverted' });
  });

  it('that never comes in sync is waited for to the deadline', async () => {
    await using harness = await openHarness(KIND);
    scripted(harness, { outcome: 'stuck' });
    expect((await harness.run(example)).progress).toMatchObject({ state: 'IN_PROGRESS', serviceStatus: 'PENDING' });
  });

  it('of the last VPC fails in Route 53’s words, and changes nothing', async () => {
    await using harness = await openHarness(KIND);
    const { progress } = await harness.run({ hostedZoneId: SINGLE, vpcId: VPC_OF_SINGLE, vpcRegion: 'us-east-1' });
    expect(progress).toMatchObject({ state: 'FAILED', error: 'LastVPCAssociation' });
    expect(progress).not.toHaveProperty('rejected');
    expect(harness.effects()).toEqual([]);
  });

  it.each([
    ['invalid-vpc', { state: 'FAILED', error: 'InvalidVPCId' }],
    ['not-found', { state: 'FAILED', error: 'VPCAssociationNotFound' }],
    ['accept', { state: 'DISASSOCIATED' }],
  ])('of a VPC that was deleted is %s', async (route53DeletedVpc, expected) => {
    await using harness = await openHarness(KIND, { variants: { route53DeletedVpc } });
    harness.cloud.deleteResource(vpcs, HOME, VPC);
    expect((await harness.run(example)).progress).toMatchObject(expected);
  });

  it('tells that the zone’s authorization of the VPC stands', async () => {
    await using harness = await openHarness(KIND);
    const vpc = { vpcId: VPC, region: 'us-east-1' };
    harness.cloud.putResource(authorizations, globalIn(HOME.account), authorizationKey({ id: CORP }, vpc), vpc);
    const { progress } = await harness.run(example);
    expect(progress).toMatchObject({ outcome: 'DISASSOCIATED', note: expect.stringContaining('authorization') });
  });

  it.each(['busy', 'not-found', 'accept'])('is not requested in vain while one is PENDING (%s)', async (answer) => {
    const variants = { route53List: 'in-sync', route53Repeat: answer };
    await using harness = await openHarness(KIND, { variants });
    await harness.provider.start(example, harness.contextFor({ ago: 2 }));
    expect((await harness.run(example, { ago: 1 })).progress).toMatchObject({ state: 'DISASSOCIATED' });
    expect(harness.effects()).toHaveLength(1);
  });
});

describe('a VPC in a zone of another account', () => {
  it.each(['denied', 'no-such-zone'])('is removed by its own account, by its list alone (%s)', async (answer) => {
    await using harness = await openHarness(KIND, { variants: { route53Foreign: answer } });
    const { progress, before } = await harness.run(foreign);
    expectEnded({ progress }, 'DISASSOCIATED');
    expect(before).toMatchObject({ HostedZoneId: SHARED, Owner: { OwningAccount: SPOKE.account } });
    const again = await harness.run(foreign);
    expect(again.calls.filter(({ mutating }) => mutating)).toEqual([]);
    expect(again.progress).toMatchObject(
      answer === 'denied' ? { outcome: 'ALREADY_GONE', neverSeen: true } : { error: 'NotFound', notFound: true },
    );
  });

  it('is not restored without the authorization of the zone’s owner, and is with it', async () => {
    await using harness = await openHarness(KIND);
    const { before } = await harness.run(foreign);
    const restoring = () => harness.provider.restore?.(foreign, before, harness.contextFor());
    await expect(restoring()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    const vpc = { vpcId: VPC_IN_SHARED, region: 'us-east-1' };
    harness.cloud.putResource(authorizations, globalIn(SPOKE.account), authorizationKey({ id: SHARED }, vpc), vpc);
    await harness.pass(60);
    await restoring();
    expect(await harness.provider.poll(foreign, harness.contextFor())).toMatchObject({ serviceStatus: 'ASSOCIATED' });
  });

  it.each([
    ['denied', /not authorized to access/],
    ['invalid-input', /owned by a service/],
  ])('that a service owns is not removed (%s)', async (route53Service, message) => {
    await using harness = await openHarness(KIND, { variants: { route53Service } });
    const target = { ...example, hostedZoneId: SERVICE_ZONE };
    const run = harness.run(target).then(({ progress }) => JSON.stringify(progress), String);
    expect(await run).toMatch(message);
    expect(harness.effects()).toEqual([]);
  });

  it('is not taken for gone where its list may not be read', async () => {
    await using harness = await openHarness(KIND);
    harness.deny('route53:ListHostedZonesByVPC');
    await expect(harness.provider.start(foreign, harness.contextFor())).rejects.toThrow(/not authorized to perform/);
  });

  it('says whom a restoration needs', () => {
    const assess = (account: string, snapshot: object) =>
      policy.assess({ target: foreign, account, where: {}, snapshot: snapshot as never }, []);
    const summary = { HostedZoneId: SHARED, Name: 'shared.example.', Owner: { OwningAccount: SPOKE.account } };
    expect(assess(HOME.account, summary).restorableWith).toBe(
      `account ${SPOKE.account}, which owns the zone and must authorize the VPC again`,
    );
    expect(assess(SPOKE.account, summary)).not.toHaveProperty('restorableWith');
  });
});

describe('what a plan says', () => {
  const assess = (snapshot: object | null) =>
    policy.assess({ target: example, account: HOME.account, where: {}, snapshot: snapshot as never }, []);

  it('of the last VPC of a zone, and of a zone that a service made', () => {
    const HostedZone = { Name: 'corp.example.', LinkedService: { ServicePrincipal: 'servicediscovery.amazonaws.com' } };
    const { risks, impact } = assess({ HostedZone, VPCs: [{ VPCId: VPC }] });
    expect(risks).toEqual(['last-vpc']);
    expect(impact.join()).toMatch(/names of corp\.example\..*last VPC.*servicediscovery/);
  });

  it('where no snapshot is known', () => {
    expect(assess(null)).toMatchObject({ risks: [], impact: [expect.stringContaining(CORP)] });
  });
});

describe('discovery', () => {
  const found = async (harness: Harness, filter: Record<string, string>, given: Partial<RunContext> = {}) => {
    const seen: Discovered[] = [];
    for await (const each of harness.provider.discover(filter, { ...harness.contextFor(), ...given })) seen.push(each);
    return {
      labels: seen.flatMap((each) => (each.type === 'association' ? [each.association.label] : [])).sort(),
      subject: seen.some(({ type }) => type === 'subject'),
      inaccessible: seen.flatMap((each) => (each.type === 'inaccessible' ? [each.at] : [])),
    };
  };
  const corp = `corp.example on ${VPC}`;
  const single = `single.example on ${VPC_OF_SINGLE}`;

  it.each([
    [{ vpcId: VPC }, [corp], true],
    [{ vpcId: VPC_IN_SHARED }, [`shared.example on ${VPC_IN_SHARED}`], true],
    [{ hostedZoneId: CORP }, [corp, `corp.example on ${VPC_OF_SINGLE}`], true],
    [{ hostedZoneId: CORP, vpcId: VPC, vpcRegion: 'us-east-1' }, [corp], false],
    [{ hostedZoneId: 'Z1' }, [], false],
    [{ hostedZoneId: SHARED }, [], false],
    [{}, [corp, `corp.example on ${VPC_OF_SINGLE}`, single], false],
  ])('by %j', async (filter, labels, subject) => {
    await using harness = await openHarness(KIND);
    expect(await found(harness, filter as Record<string, string>)).toEqual({ labels, subject, inaccessible: [] });
  });

  it('finds in a Region the VPCs of that Region', async () => {
    await using harness = await openHarness(KIND);
    expect((await found(harness, {}, { clientConfig: { region: 'eu-west-1' } })).labels).toEqual([corp]);
  });

  it('names zones that may not be read', async () => {
    await using harness = await openHarness(KIND);
    harness.deny('route53:GetHostedZone');
    expect(await found(harness, {})).toEqual({ labels: [], subject: false, inaccessible: [CORP, SINGLE] });
  });

  it('finds another account’s VPC in a zone of ours by the zone', async () => {
    await using harness = await openHarness(KIND);
    const vpcId = 'vpc-0bbbbccccddddeeee';
    const facts = { zoneId: CORP, vpcId, region: 'us-east-1' };
    harness.cloud.associate(vpcAssociations, HOME, facts, [{ at: harness.cloud.now(), status: 'ASSOCIATED' }]);
    const filter = { hostedZoneId: CORP, vpcId, vpcRegion: 'us-east-1' };
    expect((await found(harness, filter)).labels).toEqual([`corp.example on ${vpcId}`]);
  });
});
