import type { AssociateVPCWithHostedZoneRequest, ChangeInfo, VPC } from '@aws-sdk/client-route-53';
import { random } from '@offboard/local-aws/random';
import { AwsError, type Call } from '@offboard/local-aws/service';
import {
  ABSENT,
  asynchronousSteps,
  between,
  type SimulatedCloud,
  throwScriptedError,
} from '@offboard/local-aws/simulation';
import { type VpcAssociation, vpcAssociations } from './associations.ts';
import { pendingIn, submit } from './changes.ts';
import { authorizations, globalIn, serviceZones, type Vpc, vpcs, type Zone, zones } from './resources.ts';
import { variants } from './variants.ts';
import { bareId, foreignZone, hasVpc, notYours, vpcsOf, zoneOf } from './zones.ts';

const { kind, keyOf, activeStatus: active } = vpcAssociations;

/** @throws AwsError for a VPC without its id or Region, which the model does not require. */
export function vpcIn({ VPC: { VPCId, VPCRegion } = {} }: { VPC: VPC | undefined }): Vpc {
  if (!VPCId || !VPCRegion) throw new AwsError('InvalidInput', 'VPC must have a VPCId and a VPCRegion.');
  return { vpcId: VPCId, region: VPCRegion };
}

function invalidVpc({ vpcId }: Vpc): AwsError {
  return new AwsError('InvalidVPCId', `The VPC ${vpcId} does not exist or you are not authorized to access it.`);
}

function notAssociated({ vpcId }: Vpc, { id }: Zone): AwsError {
  return new AwsError('VPCAssociationNotFound', `The VPC ${vpcId} is not associated with the hosted zone ${id}.`, {
    status: 404,
  });
}

function priorRequest(): AwsError {
  return new AwsError('PriorRequestNotComplete', 'Route 53 is still processing a prior request of the hosted zone.');
}

export function disassociate(cloud: SimulatedCloud, call: Call, input: AssociateVPCWithHostedZoneRequest): ChangeInfo {
  const vpc = vpcIn(input);
  const zoneId = bareId(input.HostedZoneId ?? '');
  refuseServiceZone(cloud, call, zoneId);
  const zone = zoneOf(cloud, call, zoneId);
  return cloud.mutate(call, { kind, key: keyOf({ zoneId, ...vpc }) }, () => {
    const association = associationIn(cloud, zone, vpc);
    const status = association === undefined ? ABSENT : cloud.step(association).status;
    const isKnown = hasVpc(cloud, call.account, vpc) && status !== ABSENT;
    if (zone.account !== call.account && !isKnown) throw foreignZone(cloud, call, zoneId);
    if (association === undefined || status === ABSENT) throw notAssociated(vpc, zone);
    if (status === 'PENDING') return repeat(cloud, call, association, zone);
    refuseDeletedVpc(cloud, vpc, zone);
    if (vpcsOf(cloud, zone, cloud.now()).length === 1) {
      throw new AwsError('LastVPCAssociation', 'Cannot remove last VPC association for the private zone');
    }
    if (cloud.variant(variants, 'route53Busy') === 'yes' && pendingIn(cloud, zone).length > 0) throw priorRequest();
    return start(cloud, call, association, { zone, comment: input.Comment });
  });
}

function refuseServiceZone(cloud: SimulatedCloud, call: Call, id: string): void {
  if (!cloud.resources(serviceZones).some((zone) => zone.id === id)) return;
  throw cloud.variant(variants, 'route53Service') === 'denied'
    ? notYours(call)
    : new AwsError('InvalidInput', `The hosted zone ${id} is owned by a service.`);
}

/** The VPC that a zone was created with becomes an association like others where somebody changes it. */
function associationIn(cloud: SimulatedCloud, zone: Zone, vpc: Vpc): VpcAssociation | undefined {
  const { createdWith, ...rest } = zone;
  const location = { account: zone.account, region: vpc.region };
  const facts = { zoneId: zone.id, ...vpc };
  if (createdWith?.vpcId !== vpc.vpcId || createdWith.region !== vpc.region) {
    return cloud.association(vpcAssociations, location, keyOf(facts));
  }
  cloud.putResource(zones, globalIn(zone.account), zone.id, rest);
  return cloud.associate(vpcAssociations, location, facts, [{ at: cloud.now(), status: active }]);
}

function refuseDeletedVpc(cloud: SimulatedCloud, vpc: Vpc, zone: Zone): void {
  const isVpc = ({ vpcId, region }: Vpc) => vpcId === vpc.vpcId && region === vpc.region;
  if (hasVpc(cloud, zone.account, vpc) || cloud.resources(vpcs).some(isVpc)) return;
  switch (cloud.variant(variants, 'route53DeletedVpc')) {
    case 'invalid-vpc':
      throw invalidVpc(vpc);
    case 'not-found':
      throw notAssociated(vpc, zone);
  }
}

function repeat(cloud: SimulatedCloud, call: Call, association: VpcAssociation, zone: Zone): ChangeInfo {
  const [latest] = pendingIn(cloud, zone);
  const answer = cloud.variant(variants, 'route53Repeat');
  if (answer === 'busy' || latest === undefined) throw priorRequest();
  if (answer === 'not-found') throw notAssociated(association.facts, zone);
  cloud.logEffect(call, association, 'no-op');
  return latest;
}

function start(
  cloud: SimulatedCloud,
  call: Call,
  association: VpcAssociation,
  { zone, comment }: { zone: Zone; comment: string | undefined },
): ChangeInfo {
  const outcome = cloud.outcomeNow(association, 'route53');
  throwScriptedError(outcome);
  if (outcome.outcome === 'busy') throw priorRequest();
  const now = cloud.now();
  const statuses = { active, disassociating: 'PENDING', disassociated: ABSENT, failed: { status: active } };
  const isGone = outcome.outcome === 'succeeds' && cloud.variant(variants, 'route53List') === 'at-once';
  const steps = isGone
    ? [{ at: now, status: ABSENT }]
    : asynchronousSteps(outcome, now, { ...statuses, unknown: 'PENDING' });
  cloud.disassociate(association, steps);
  cloud.logEffect(call, association, 'disassociating');
  const insyncAt = outcome.outcome === 'stuck' ? undefined : now + outcome.after * 1000;
  return submit(cloud, call, zone, { insyncAt, comment });
}

export function associate(cloud: SimulatedCloud, call: Call, input: AssociateVPCWithHostedZoneRequest): ChangeInfo {
  const vpc = vpcIn(input);
  const zoneId = bareId(input.HostedZoneId ?? '');
  const zone = zoneOf(cloud, call, zoneId);
  const facts = { zoneId, ...vpc };
  return cloud.mutate(call, { kind, key: keyOf(facts) }, () => {
    if (!hasVpc(cloud, call.account, vpc)) throw invalidVpc(vpc);
    refuseUnauthorized(cloud, call, zone, vpc);
    refuseConflict(cloud, zone, vpc);
    if (pendingIn(cloud, zone).length > 0) throw priorRequest();
    const now = cloud.now();
    const drawn = random(cloud.options.seed, 'associate', keyOf(facts))();
    const insyncAt = now + between(cloud.duration('route53'), drawn) * 1000;
    const isListed = cloud.variant(variants, 'route53List') === 'at-once';
    const location = { account: zone.account, region: vpc.region };
    const associated = cloud.associate(vpcAssociations, location, facts, [
      { at: now, status: isListed ? active : ABSENT },
      { at: insyncAt, status: active },
    ]);
    cloud.logEffect(call, associated, 'associated');
    return submit(cloud, call, zone, { insyncAt, comment: input.Comment });
  });
}

export function authorizationKey({ id }: Pick<Zone, 'id'>, { region, vpcId }: Vpc): string {
  return `${id}/${region}/${vpcId}`;
}

function refuseUnauthorized(cloud: SimulatedCloud, call: Call, zone: Zone, vpc: Vpc): void {
  const key = authorizationKey(zone, vpc);
  if (zone.account === call.account || cloud.resource(authorizations, globalIn(zone.account), key)) return;
  throw new AwsError(
    'NotAuthorizedException',
    `The VPC: ${vpc.vpcId} has not authorized to associate with your hosted zone.`,
    { status: 401 },
  );
}

function refuseConflict(cloud: SimulatedCloud, { name }: Zone, vpc: Vpc): void {
  const isVpc = ({ vpcId, region }: Vpc) => vpcId === vpc.vpcId && region === vpc.region;
  const conflict = cloud
    .resources(zones)
    .find((zone) => zone.name === name && vpcsOf(cloud, zone, cloud.now()).some(isVpc));
  if (conflict === undefined) return;
  throw new AwsError(
    'ConflictingDomainExists',
    `The VPC ${vpc.vpcId} in region ${vpc.region} has already been associated with the hosted zone ${conflict.id} with the same domain name.`,
  );
}
