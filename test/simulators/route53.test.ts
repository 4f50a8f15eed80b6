import {
  AssociateVPCWithHostedZoneCommand,
  type ChangeInfo,
  CreateVPCAssociationAuthorizationCommand,
  DeleteVPCAssociationAuthorizationCommand,
  DisassociateVPCFromHostedZoneCommand,
  GetChangeCommand,
  GetHostedZoneCommand,
  ListHostedZonesByVPCCommand,
  ListHostedZonesCommand,
  ListVPCAssociationAuthorizationsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { describe, expect, it } from 'vitest';
import { SPOKE } from '../../simulators/common/locations.ts';
import {
  CORP,
  SERVICE_ZONE,
  SHARED,
  SINGLE,
  VPC,
  VPC_IN_SHARED,
  VPC_OF_SINGLE,
} from '../../simulators/route-53/seed.ts';
import { overTheWire, refusal, type Simulation, simulation } from './aws.ts';

const of = (HostedZoneId: string, VPCId: string, VPCRegion = 'us-east-1') => ({
  HostedZoneId,
  VPC: { VPCId, VPCRegion },
});
const IN_CORP = of(CORP, VPC);

const change = async (aws: Simulation, operation: string, input: object = IN_CORP, at = {}) =>
  (await aws.call<{ ChangeInfo: ChangeInfo }>('route-53', operation, input, at)).ChangeInfo;
const end = (aws: Simulation, input: object = IN_CORP, at = {}) =>
  change(aws, 'DisassociateVPCFromHostedZone', input, at);

async function vpcs(aws: Simulation) {
  const { VPCs } = await aws.call<{ VPCs: { VPCId: string; VPCRegion: string }[] }>('route-53', 'GetHostedZone', {
    Id: CORP,
  });
  return VPCs.map(({ VPCId, VPCRegion }) => `${VPCId} ${VPCRegion}`);
}

describe('a disassociation', () => {
  it('is PENDING, then INSYNC, and the VPC leaves the list at once', async () => {
    const aws = simulation({ durations: { route53: [30, 30] } });
    const { Id, ...info } = await end(aws, { ...IN_CORP, Comment: 'why' });
    expect(info).toEqual({ Status: 'PENDING', SubmittedAt: expect.any(Date), Comment: 'why' });
    expect(await vpcs(aws)).not.toContain(`${VPC} us-east-1`);
    expect(await vpcs(aws)).toContain(`${VPC} eu-west-1`);
    await aws.pass(31);
    expect(await change(aws, 'GetChange', { Id })).toMatchObject({ Id, Status: 'INSYNC' });
  });

  it('leaves the list when it is in sync, by the other answer, and is refused or repeated until then', async () => {
    const variants = { route53List: 'in-sync', route53Repeat: 'accept' };
    const aws = simulation({ durations: { route53: [30, 30] }, variants });
    const first = await end(aws);
    expect(await vpcs(aws)).toContain(`${VPC} us-east-1`);
    expect(await end(aws)).toEqual(first);
    await aws.pass(31);
    expect(await vpcs(aws)).not.toContain(`${VPC} us-east-1`);
    expect(await refusal(end(aws))).toMatchObject({ code: 'VPCAssociationNotFound', status: 404 });
  });

  it.each([
    [of(SINGLE, VPC_OF_SINGLE), 'LastVPCAssociation', 400],
    [of(CORP, VPC_IN_SHARED), 'VPCAssociationNotFound', 404],
    [of('Z1', VPC), 'NoSuchHostedZone', 404],
    [of(SHARED, VPC), 'AccessDenied', 403],
    [of(SERVICE_ZONE, VPC), 'AccessDenied', 403],
    [of(CORP, VPC, 'nowhere-1'), 'InvalidInput', 400],
    [{ HostedZoneId: CORP, VPC: {} }, 'InvalidInput', 400],
    [{ HostedZoneId: CORP, VPC: null }, 'InvalidInput', 400],
    [{ HostedZoneId: CORP, VPC: 'x' }, 'SerializationException', 400],
    [{ HostedZoneId: CORP, VPC: [] }, 'SerializationException', 400],
  ])('of %j is refused as %s, and nothing is changed', async (input, code, status) => {
    const aws = simulation();
    expect(await refusal(end(aws, input))).toMatchObject({ code, status });
    expect(aws.cloud.effects.list().filter(({ effect }) => effect !== 'rejected')).toEqual([]);
  });

  it('is refused while the zone has another change, by one answer', async () => {
    const aws = simulation({ variants: { route53Busy: 'yes' } });
    await end(aws);
    expect(await refusal(end(aws, of(CORP, VPC_OF_SINGLE)))).toMatchObject({ code: 'PriorRequestNotComplete' });
    await aws.pass(60);
    await end(aws, of(CORP, VPC_OF_SINGLE));
  });

  it('is the VPC owner’s to request, whose change only the zone’s owner reads', async () => {
    const aws = simulation();
    const { Id } = await end(aws, of(SHARED, VPC_IN_SHARED));
    expect(await refusal(change(aws, 'GetChange', { Id }))).toMatchObject({ code: 'AccessDenied', status: 403 });
    expect(await change(aws, 'GetChange', { Id }, SPOKE)).toMatchObject({ Status: 'PENDING' });
  });

  it('has a change that is kept for ever, or for a minute', async () => {
    const aws = simulation({ variants: { route53Change: 'minute' } });
    const { Id } = await end(aws);
    await aws.pass(61);
    expect(await refusal(change(aws, 'GetChange', { Id }))).toMatchObject({ code: 'NoSuchChange', status: 404 });
  });
});

describe('an association', () => {
  it('of one account takes no authorization, and no second zone of the name', async () => {
    const aws = simulation();
    await end(aws);
    await aws.pass(60);
    await change(aws, 'AssociateVPCWithHostedZone');
    expect(await vpcs(aws)).toContain(`${VPC} us-east-1`);
    expect(await refusal(change(aws, 'AssociateVPCWithHostedZone'))).toMatchObject({ code: 'ConflictingDomainExists' });
  });

  it.each([
    [of(SHARED, VPC), 'NotAuthorizedException', 401],
    [of(CORP, 'vpc-00000000'), 'InvalidVPCId', 400],
    [of('Z1', VPC), 'NoSuchHostedZone', 404],
  ])('of %j is refused as %s', async (input, code, status) => {
    expect(await refusal(change(simulation(), 'AssociateVPCWithHostedZone', input))).toMatchObject({ code, status });
  });
});

describe('over the wire', () => {
  const wire = overTheWire({ pages: { most: 1 } });
  const client = () => new Route53Client(wire.config);

  it('disassociates, reads the change and the zone, and associates again', async () => {
    const input = { HostedZoneId: `/hostedzone/${CORP}`, VPC: { VPCId: VPC, VPCRegion: 'eu-west-1' as const } };
    const { ChangeInfo } = await client().send(new DisassociateVPCFromHostedZoneCommand(input));
    expect(ChangeInfo).toMatchObject({ Id: expect.stringMatching(/^\/change\/C/), Status: 'PENDING' });
    await wire.aws.pass(60);
    const read = await client().send(new GetChangeCommand({ Id: ChangeInfo?.Id }));
    expect(read.ChangeInfo).toMatchObject({ Status: 'INSYNC', SubmittedAt: ChangeInfo?.SubmittedAt });
    const zone = await client().send(new GetHostedZoneCommand({ Id: CORP }));
    expect(zone).toMatchObject({
      HostedZone: { Id: `/hostedzone/${CORP}`, Name: 'corp.example.', Config: { PrivateZone: true } },
      VPCs: [{ VPCRegion: 'us-east-1' }, { VPCRegion: 'us-east-1' }],
    });
    await client().send(new AssociateVPCWithHostedZoneCommand(input));
    await wire.aws.pass(60);
  });

  it('lists the zones of an account and of a VPC, page by page', async () => {
    const first = await client().send(new ListHostedZonesCommand({ HostedZoneType: 'PrivateHostedZone' }));
    expect(first).toMatchObject({ IsTruncated: true, HostedZones: [{ Name: 'corp.example.' }] });
    const next = await client().send(new ListHostedZonesCommand({ Marker: first.NextMarker }));
    expect(next).toMatchObject({ IsTruncated: false, HostedZones: [{ Name: 'single.example.' }] });
    const vpc = { VPCId: VPC, VPCRegion: 'us-east-1' as const };
    const own = await client().send(new ListHostedZonesByVPCCommand(vpc));
    expect(own.HostedZoneSummaries).toEqual([
      { HostedZoneId: CORP, Name: 'corp.example.', Owner: { OwningAccount: '111122223333' } },
    ]);
    const service = await client().send(new ListHostedZonesByVPCCommand({ ...vpc, NextToken: own.NextToken }));
    expect(service).toMatchObject({
      HostedZoneSummaries: [{ HostedZoneId: SERVICE_ZONE, Owner: { OwningService: 'efs.amazonaws.com' } }],
    });
  });

  it('authorizes, lists authorizations, and withdraws one', async () => {
    const input = { HostedZoneId: CORP, VPC: { VPCId: 'vpc-0bbbbccccddddeeee', VPCRegion: 'us-east-1' as const } };
    await client().send(new CreateVPCAssociationAuthorizationCommand(input));
    const list = () => client().send(new ListVPCAssociationAuthorizationsCommand({ HostedZoneId: CORP }));
    expect(await list()).toMatchObject({ HostedZoneId: CORP, VPCs: [input.VPC] });
    await wire.aws.call('route-53', 'AssociateVPCWithHostedZone', input, SPOKE);
    await client().send(new DeleteVPCAssociationAuthorizationCommand(input));
    expect((await list()).VPCs ?? []).toEqual([]);
    const again = client().send(new DeleteVPCAssociationAuthorizationCommand(input));
    await expect(again).rejects.toMatchObject({ name: 'VPCAssociationAuthorizationNotFound' });
  });

  it('throws the errors of the model by name', async () => {
    const input = { HostedZoneId: SINGLE, VPC: { VPCId: VPC_OF_SINGLE, VPCRegion: 'us-east-1' as const } };
    const refused = client().send(new DisassociateVPCFromHostedZoneCommand(input));
    await expect(refused).rejects.toMatchObject({ name: 'LastVPCAssociation', $metadata: { httpStatusCode: 400 } });
  });
});
