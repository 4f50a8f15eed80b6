/** What Route 53 shows of a VPC's association with a hosted zone: to the owner of the zone, or to that of the VPC. */

import {
  type ChangeInfo,
  GetChangeCommand,
  GetHostedZoneCommand,
  type GetHostedZoneCommandOutput,
  type HostedZoneSummary,
  ListHostedZonesByVPCCommand,
  ListVPCAssociationAuthorizationsCommand,
  Route53Client,
  type VPC,
  type VPCRegion,
} from '@aws-sdk/client-route-53';
import type { ErrorClass, RunContext, StatusClass } from '../common/contract.ts';
import type { Reading } from '../common/driver.ts';
import { classifyError, tryCall } from '../common/errors.ts';
import { ABSENT, memoryOf } from '../common/progress.ts';
import { readClient } from '../common/sdk/clients.ts';
import { pages } from '../common/sdk/pages.ts';
import { toJson } from '../common/sdk/to-json.ts';
import type { VpcAssociation } from './target.ts';

/** An association has no status of its own; the last two are those of a change. */
export const statuses: Readonly<Record<string, StatusClass>> = {
  ASSOCIATED: 'ASSOCIATED',
  PENDING: 'DISASSOCIATING',
  INSYNC: 'DISASSOCIATED',
};

export const errors: Readonly<Record<string, ErrorClass>> = {
  ConcurrentModification: 'BUSY',
  ConflictingDomainExists: 'FAILED',
  DelegationSetNotReusable: 'INVALID',
  InvalidInput: 'INVALID',
  // Also seen where requests were throttled.
  InvalidPaginationToken: 'RETRYABLE',
  InvalidVPCId: 'INVALID',
  LastVPCAssociation: 'FAILED',
  LimitsExceeded: 'FAILED',
  NoSuchChange: 'NOT_FOUND',
  NoSuchDelegationSet: 'INVALID',
  NoSuchHostedZone: 'NOT_FOUND',
  NotAuthorizedException: 'FAILED',
  PriorRequestNotComplete: 'BUSY',
  PublicZoneVPCAssociation: 'FAILED',
  Throttling: 'RETRYABLE',
  VPCAssociationNotFound: 'NOT_FOUND',
};

export const classify = (error: Error) => classifyError(error, errors);

/** Whether the VPC is listed, and by whose eyes. */
interface Listing {
  isOwner: boolean;
  isListed: boolean;
  /** The zone with its VPCs, or the zone's summary. */
  shown: GetHostedZoneCommandOutput | HostedZoneSummary | undefined;
  /** There is no such zone, in the service's words. */
  missing?: string;
}

/** Both truths count: a VPC that is listed no longer is gone when the change has reached the name servers, too. */
export async function observe(target: VpcAssociation, context: RunContext): Promise<Reading> {
  const client = readClient(Route53Client, context);
  const { changeId } = (memoryOf(context) ?? {}) as { changeId?: string };
  const listing = await listingOf(client, target);
  const { isListed, shown, missing } = listing;
  const change = changeId === undefined ? undefined : await changeOf(client, changeId, listing);
  const common = {
    ...(changeId !== undefined && { memory: { changeId } }),
    ...(missing !== undefined && changeId === undefined && { parentMissing: missing }),
  };
  const snapshot = toJson(shown);
  if (change?.Status !== undefined && change.Status !== 'INSYNC') {
    const { Status: serviceStatus } = change;
    return { ...common, observation: { serviceStatus, snapshot }, statusClass: statuses[serviceStatus] };
  }
  if (isListed) return { ...common, observation: { serviceStatus: 'ASSOCIATED', snapshot }, statusClass: 'ASSOCIATED' };
  return {
    ...common,
    observation: { serviceStatus: change?.Status ?? ABSENT, snapshot },
    statusClass: 'DISASSOCIATED',
    ...(listing.isOwner && (await isAuthorized(client, target)) && { note: AUTHORIZED }),
  };
}

const AUTHORIZED = "the zone's authorization of the VPC stands: the account of the VPC may associate it again";

async function listingOf(client: Route53Client, target: VpcAssociation): Promise<Listing> {
  const zone = await ownZone(client, target.hostedZoneId);
  if (!(zone instanceof Error)) {
    return { isOwner: true, isListed: (zone.VPCs ?? []).some(isNamed(target)), shown: withoutMetadata(zone) };
  }
  for await (const { HostedZoneSummaries = [] } of zonesOfVpc(client, target)) {
    const shown = HostedZoneSummaries.find(({ HostedZoneId }) => HostedZoneId === target.hostedZoneId);
    if (shown !== undefined) return { isOwner: false, isListed: true, shown };
  }
  const missing = zone.name === 'NoSuchHostedZone' ? { missing: zone.message } : {};
  return { isOwner: false, isListed: false, shown: undefined, ...missing };
}

/** @returns the error where the zone is another account's, or no zone. @throws what is no such answer. */
export async function ownZone(client: Route53Client, Id: string): Promise<GetHostedZoneCommandOutput | Error> {
  try {
    return await client.send(new GetHostedZoneCommand({ Id }));
  } catch (error) {
    if (error instanceof Error && (error.name === 'NoSuchHostedZone' || isForeign(error))) return error;
    throw error;
  }
}

/**
 * Whether a denial means that the zone or VPC is another account's: it names no permission that is missing. Where this
 * is wrong, the other owner's list is read, and decides.
 */
export function isForeign({ name, message }: Error): boolean {
  return /^AccessDenied/.test(name) && !message.includes('not authorized to perform');
}

export function withoutMetadata({ HostedZone, VPCs }: GetHostedZoneCommandOutput) {
  return { HostedZone, VPCs } as GetHostedZoneCommandOutput;
}

function isNamed({ vpcId, vpcRegion }: VpcAssociation) {
  return ({ VPCId, VPCRegion: region }: VPC): boolean => VPCId === vpcId && region === vpcRegion;
}

/** Every zone of a VPC of the account, those of other accounts and of services included. */
export function zonesOfVpc(
  client: Route53Client,
  { vpcId, vpcRegion }: Pick<VpcAssociation, 'vpcId' | 'vpcRegion'>,
  from?: string,
) {
  const input = { VPCId: vpcId, VPCRegion: vpcRegion as VPCRegion };
  return pages((NextToken) => client.send(new ListHostedZonesByVPCCommand({ ...input, NextToken })), from);
}

/** A change is its zone's owner's to read, and no longer than Route 53 keeps it: then the list alone decides. */
async function changeOf(client: Route53Client, Id: string, { isOwner }: Listing): Promise<ChangeInfo | undefined> {
  try {
    const { answer, failure } = await tryCall(() => client.send(new GetChangeCommand({ Id })), classify);
    if (failure !== undefined && failure.errorClass !== 'NOT_FOUND') throw failure.error;
    return answer?.ChangeInfo;
  } catch (error) {
    if (!isOwner && error instanceof Error && isForeign(error)) return undefined;
    throw error;
  }
}

async function isAuthorized(client: Route53Client, target: VpcAssociation): Promise<boolean> {
  const list = (NextToken: string | undefined) =>
    client.send(new ListVPCAssociationAuthorizationsCommand({ HostedZoneId: target.hostedZoneId, NextToken }));
  for await (const { VPCs = [] } of pages(list)) if (VPCs.some(isNamed(target))) return true;
  return false;
}
