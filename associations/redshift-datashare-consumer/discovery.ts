/** Finds the datashares that the account consumes in a Region: all, those of one producer, or those of one namespace. */

import {
  type DataShare,
  type DataShareAssociation,
  paginateDescribeDataSharesForConsumer,
  RedshiftClient,
} from '@aws-sdk/client-redshift';
import type { Discovered, RunContext } from '../common/contract.ts';
import { cursorRecord, matchesFilter, parseFilter, readCursor, sinceOf } from '../common/discovery.ts';
import { readClient } from '../common/sdk/clients.ts';
import { toJson } from '../common/sdk/to-json.ts';
import type { DiscoverFilter } from '../common/target.ts';
import type { DataShareConsumer } from './target.ts';

type Page = Discovered<DataShareConsumer>;

export async function* discoverConsumers(
  filter: DiscoverFilter,
  context: RunContext,
  cursor?: string,
): AsyncIterable<Page> {
  const { dataShareArn, producerAccount, consumerArn } = parseFilter(filter, [
    'dataShareArn',
    'producerAccount',
    'consumerArn',
  ]);
  const client = readClient(RedshiftClient, context);
  const { marker } = readCursor<{ marker: string }>(cursor);
  const from = { client, pageSize: 100, ...(marker !== undefined && { startingToken: marker }) };
  for await (const { DataShares = [], Marker } of paginateDescribeDataSharesForConsumer(from, {
    Status: 'ACTIVE',
    ConsumerArn: consumerArn,
  })) {
    for (const share of DataShares) {
      const { DataShareArn: arn = '' } = share;
      if (!matchesFilter(dataShareArn, arn) || !matchesFilter(producerAccount, arn.split(':')[4])) continue;
      yield* associationsOf(share, consumerArn);
      yield { type: 'subject' };
      yield { type: 'scanned', at: arn };
    }
    if (Marker) yield cursorRecord({ marker: Marker });
  }
}

function* associationsOf(share: DataShare, consumerArn: string | undefined): Iterable<Page> {
  for (const row of share.DataShareAssociations ?? []) {
    if (row.Status === 'ACTIVE' && matchesFilter(consumerArn, row.ConsumerIdentifier)) yield recordOf(share, row);
  }
}

function recordOf(share: DataShare, row: DataShareAssociation): Page {
  const { DataShareArn: dataShareArn = '' } = share;
  const form = formOf(row);
  return {
    type: 'association',
    association: {
      target: { dataShareArn, ...form },
      serviceStatus: row.Status ?? 'UNKNOWN',
      ...sinceOf(row.CreatedDate),
      snapshot: toJson(share),
      label: `${dataShareArn.split('/').slice(1).join('/')} of ${dataShareArn.split(':')[4]}, by ${Object.values(form)[0] === true ? 'the account' : Object.values(form)[0]}`,
    },
  };
}

function formOf({
  ConsumerIdentifier: id = '',
  ConsumerRegion,
}: DataShareAssociation): Omit<DataShareConsumer, 'dataShareArn'> {
  if (id.includes(':')) return { consumerArn: id };
  return ConsumerRegion === undefined ? { disassociateEntireAccount: true } : { consumerRegion: ConsumerRegion };
}
