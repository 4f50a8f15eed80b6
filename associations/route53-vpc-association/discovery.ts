/**
 * Finds VPCs of private hosted zones: of one zone, of one VPC, or of all zones of the account. Route 53 is global; a
 * search of a Region finds the VPCs in it, so that searches of several Regions find each association once.
 */

import {
  type GetHostedZoneCommandOutput,
  type HostedZoneSummary,
  paginateListHostedZones,
  Route53Client,
} from '@aws-sdk/client-route-53';
import type { Discovered, Json, RunContext } from '../common/contract.ts';
import { cursorRecord, inaccessible, matchesFilter, parseFilter, readCursor } from '../common/discovery.ts';
import { readClient } from '../common/sdk/clients.ts';
import { toJson } from '../common/sdk/to-json.ts';
import type { DiscoverFilter } from '../common/target.ts';
import type { VpcAssociation } from './target.ts';
import { isForeign, ownZone, withoutMetadata, zonesOfVpc } from './zones.ts';

const FIELDS = ['hostedZoneId', 'vpcId', 'vpcRegion'] as const;

type Page = Discovered<VpcAssociation>;

interface Search {
  client: Route53Client;
  account: string | undefined;
  hostedZoneId: string | undefined;
  vpcId: string | undefined;
  vpcRegion: string;
}

export async function* discoverVpcs(given: DiscoverFilter, context: RunContext, cursor?: string): AsyncIterable<Page> {
  const { hostedZoneId, vpcId, vpcRegion } = parseFilter(given, FIELDS);
  const client = readClient(Route53Client, context);
  const region = vpcRegion ?? context.clientConfig.region ?? (await client.config.region());
  const search: Search = { client, account: context.account, hostedZoneId, vpcId, vpcRegion: region };
  if (vpcId !== undefined) yield* byVpc({ ...search, vpcId }, cursor);
  else if (hostedZoneId !== undefined) yield* byZone(search, hostedZoneId);
  else yield* ofAccount(search, cursor);
}

/** Zones of other accounts on the VPC are found, too; those that a service owns cannot be ended, and are left out. */
async function* byVpc(search: Search & { vpcId: string }, cursor: string | undefined): AsyncIterable<Page> {
  const { token } = readCursor<{ token: string }>(cursor);
  try {
    for await (const { HostedZoneSummaries = [], NextToken } of zonesOfVpc(search.client, search, token)) {
      if (search.hostedZoneId === undefined) yield { type: 'subject' };
      for (const summary of HostedZoneSummaries) {
        if (!matchesFilter(search.hostedZoneId, summary.HostedZoneId)) continue;
        if (summary.Owner?.OwningAccount === search.account) yield* byZone(search, summary.HostedZoneId ?? '');
        else if (summary.Owner?.OwningService === undefined) yield* ofOtherAccount(search, summary);
      }
      if (NextToken) yield cursorRecord({ token: NextToken });
    }
  } catch (error) {
    // Another account's VPC in a zone of ours.
    if (!(error instanceof Error && isForeign(error)) || search.hostedZoneId === undefined) throw error;
    yield* byZone(search, search.hostedZoneId);
  }
}

function* ofOtherAccount(search: Search & { vpcId: string }, summary: HostedZoneSummary): Iterable<Page> {
  const { HostedZoneId = '', Name = HostedZoneId } = summary;
  yield { type: 'scanned', at: HostedZoneId };
  yield recordOf(search, { id: HostedZoneId, name: Name, vpcId: search.vpcId, snapshot: toJson(summary) });
}

async function* byZone(search: Search, id: string): AsyncIterable<Page> {
  const zone = await ownZone(search.client, id);
  if (zone instanceof Error) return;
  if (search.hostedZoneId !== undefined && search.vpcId === undefined) yield { type: 'subject' };
  yield* vpcsOf(search, id, zone);
}

function* vpcsOf(search: Search, id: string, zone: GetHostedZoneCommandOutput): Iterable<Page> {
  const { HostedZone, VPCs = [] } = zone;
  yield { type: 'scanned', at: id };
  for (const { VPCId = '', VPCRegion } of VPCs) {
    if (VPCRegion !== search.vpcRegion || !matchesFilter(search.vpcId, VPCId)) continue;
    yield recordOf(search, { id, name: HostedZone?.Name ?? id, vpcId: VPCId, snapshot: toJson(withoutMetadata(zone)) });
  }
}

async function* ofAccount(search: Search, cursor: string | undefined): AsyncIterable<Page> {
  const { client } = search;
  const { marker } = readCursor<{ marker: string }>(cursor);
  const from = { client, ...(marker !== undefined && { startingToken: marker }) };
  for await (const page of paginateListHostedZones(from, { HostedZoneType: 'PrivateHostedZone' })) {
    for (const { Id = '' } of page.HostedZones ?? []) {
      const id = Id.replace('/hostedzone/', '');
      try {
        yield* byZone(search, id);
      } catch (error) {
        yield* inaccessible(id, error);
      }
    }
    if (page.NextMarker) yield cursorRecord({ marker: page.NextMarker });
  }
}

interface Found {
  id: string;
  name: string;
  vpcId: string;
  snapshot: Json;
}

function recordOf({ vpcRegion }: Search, { id, name, vpcId, snapshot }: Found): Page {
  return {
    type: 'association',
    association: {
      target: { hostedZoneId: id, vpcId, vpcRegion },
      serviceStatus: 'ASSOCIATED',
      snapshot,
      label: `${name.replace(/\.$/, '')} on ${vpcId}`,
    },
  };
}
