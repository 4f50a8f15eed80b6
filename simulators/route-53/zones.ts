import type { HostedZone, VPC, VPCRegion } from '@aws-sdk/client-route-53';
import { AwsError, type Call } from '@offboard/local-aws/service';
import type { SimulatedCloud } from '@offboard/local-aws/simulation';
import { vpcAssociations } from './associations.ts';
import { VPC_REGIONS } from './inputs.ts';
import { globalIn, type Vpc, vpcs, type Zone, zones } from './resources.ts';
import { variants } from './variants.ts';

/** How a service answers for what is another account's: without the name of a permission. */
export function notYours({ identity }: Call): AwsError {
  return new AwsError('AccessDenied', `User: ${identity.arn} is not authorized to access this resource`, {
    status: 403,
  });
}

function noSuchZone(id: string): AwsError {
  return new AwsError('NoSuchHostedZone', `No hosted zone found with ID: ${id}`, { status: 404 });
}

/** Ids are taken as answers write them, too: `/hostedzone/Z...`. */
export function bareId(id: string): string {
  return id.replace(/^\/?(hostedzone|change)\//, '');
}

/** @throws AwsError where the account owns no such zone. */
export function ownZone(cloud: SimulatedCloud, call: Call, given: string): Zone {
  const id = bareId(given);
  const own = cloud.resource(zones, globalIn(call.account), id);
  if (own !== undefined) return own;
  throw anyZone(cloud, id) === undefined ? noSuchZone(id) : foreignZone(cloud, call, id);
}

export function foreignZone(cloud: SimulatedCloud, call: Call, id: string): AwsError {
  return cloud.variant(variants, 'route53Foreign') === 'denied' ? notYours(call) : noSuchZone(id);
}

/** @throws AwsError where no account has such a zone. */
export function zoneOf(cloud: SimulatedCloud, call: Call, id: string): Zone {
  const zone = cloud.resource(zones, globalIn(call.account), id) ?? anyZone(cloud, id);
  if (zone === undefined) throw noSuchZone(id);
  return zone;
}

function anyZone(cloud: SimulatedCloud, id: string): Zone | undefined {
  return cloud.resources(zones).find((zone) => zone.id === id);
}

export function hasVpc(cloud: SimulatedCloud, account: string, { vpcId, region }: Vpc): boolean {
  return cloud.resource(vpcs, { account, region }, vpcId) !== undefined;
}

/** Those that a zone lists at this time. */
export function vpcsOf(cloud: SimulatedCloud, { id, account, createdWith }: Zone, time: number): Vpc[] {
  const associated = VPC_REGIONS.flatMap((region) =>
    cloud.listed(vpcAssociations, time, { account, region }, `${id}/`),
  ).map(({ facts: { vpcId, region } }) => ({ vpcId, region }));
  return createdWith === undefined ? associated : [createdWith, ...associated];
}

export function describeVpc({ vpcId, region }: Vpc): VPC {
  return { VPCRegion: region as VPCRegion, VPCId: vpcId };
}

export function describeZone({ id, name, linkedService }: Zone): HostedZone {
  return {
    Id: `/hostedzone/${id}`,
    Name: name,
    CallerReference: `made-${id}`,
    Config: { PrivateZone: true },
    ResourceRecordSetCount: 2,
    ...(linkedService !== undefined && { LinkedService: { ServicePrincipal: linkedService } }),
  };
}
