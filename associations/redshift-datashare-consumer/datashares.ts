/** What Redshift describes of a datashare, and which of its associations a target names. */

import {
  type DataShare,
  type DataShareAssociation,
  paginateDescribeDataShares,
  paginateDescribeDataSharesForConsumer,
  RedshiftClient,
} from '@aws-sdk/client-redshift';
import type { ErrorClass, RunContext, StatusClass } from '../common/contract.ts';
import type { Reading } from '../common/driver.ts';
import { classifyError, tryCall } from '../common/errors.ts';
import { ABSENT, acceptedAt } from '../common/progress.ts';
import { readClient } from '../common/sdk/clients.ts';
import { toJson } from '../common/sdk/to-json.ts';
import type { DataShareConsumer } from './target.ts';

/** "Datashare status values": all but ACTIVE mean that the consumer is not, or no longer, associated. */
export const statuses: Readonly<Record<string, StatusClass>> = {
  ACTIVE: 'ASSOCIATED',
  AVAILABLE: 'DISASSOCIATED',
  AUTHORIZED: 'DISASSOCIATED',
  PENDING_AUTHORIZATION: 'DISASSOCIATED',
  DEAUTHORIZED: 'DISASSOCIATED',
  REJECTED: 'DISASSOCIATED',
};

export const errors: Readonly<Record<string, ErrorClass>> = {
  InvalidDataShareFault: 'NOT_FOUND',
  InvalidNamespaceFault: 'NOT_FOUND',
  UnauthorizedOperation: 'DENIED',
};

export const classify = (error: Error) => classifyError(error, errors);

export interface ShareReading extends Reading {
  /** ACTIVE associations of ours in another form, which the requested one would be part of or include. */
  others: readonly DataShareAssociation[];
}

/** Both descriptions are read to the end: it is disassociated when neither shows it ACTIVE. */
export async function observe(target: DataShareConsumer, context: RunContext): Promise<ShareReading> {
  const { consumed, described, unknown } = await describe(target, context);
  const rows = mine([...(described?.DataShareAssociations ?? []), ...(consumed?.DataShareAssociations ?? [])], context);
  const active = rows.filter(({ Status = '' }) => statuses[Status] === 'ASSOCIATED');
  const row = active.find(isNamed(target));
  const serviceStatus = (row ?? rows.find(isNamed(target)) ?? rows[0])?.Status ?? ABSENT;
  return {
    observation: { serviceStatus, snapshot: toJson(described ?? consumed) },
    statusClass: row === undefined ? 'DISASSOCIATED' : 'ASSOCIATED',
    since: row?.CreatedDate,
    others: active.filter((other) => overlaps(target, other)),
    // A share may vanish from its consumer's sight with its last association, so this means little after our own removal.
    ...(consumed === undefined &&
      described === undefined &&
      acceptedAt(context) === undefined && {
        parentMissing: unknown ?? `There is no datashare ${target.dataShareArn}.`,
      }),
  };
}

/** The share as the consumer's list has it, and as it is described by itself. */
async function describe(target: DataShareConsumer, context: RunContext) {
  const client = readClient(RedshiftClient, context, regionOf(target, context));
  const paging = { client, pageSize: 100 };
  const input = { DataShareArn: target.dataShareArn };
  const consumed = await shareFrom(target, paginateDescribeDataSharesForConsumer(paging, {}));
  const { answer: described, failure } = await tryCall(
    () => shareFrom(target, paginateDescribeDataShares(paging, input)),
    classify,
  );
  if (failure !== undefined && failure.errorClass !== 'NOT_FOUND') throw failure.error;
  return { consumed, described, unknown: failure?.error.message };
}

async function shareFrom(
  { dataShareArn }: DataShareConsumer,
  pages: AsyncIterable<{ DataShares?: DataShare[] | undefined }>,
): Promise<DataShare | undefined> {
  let found: DataShare | undefined;
  for await (const { DataShares = [] } of pages) {
    found ??= DataShares.find(({ DataShareArn }) => DataShareArn === dataShareArn);
  }
  return found;
}

/** The producer is shown every consumer; only the account's own associations are ours to remove. */
export function mine(
  rows: readonly DataShareAssociation[] = [],
  { account }: Pick<RunContext, 'account'>,
): DataShareAssociation[] {
  return rows.filter(({ ConsumerIdentifier: id = '' }) => account === undefined || accountOf(id) === account);
}

function accountOf(identifier: string): string | undefined {
  return identifier.includes(':') ? identifier.split(':')[4] : identifier;
}

/** A namespace is identified by its ARN; a Region and an account both by the account. */
export function isNamed({ consumerArn, consumerRegion }: DataShareConsumer) {
  return ({ ConsumerIdentifier: id = '', ConsumerRegion: region }: DataShareAssociation): boolean => {
    if (consumerArn !== undefined) return id === consumerArn;
    return !id.includes(':') && region === consumerRegion;
  };
}

/** Another form of the same association: removing the requested one, which is not there, would leave it. */
function overlaps(target: DataShareConsumer, other: DataShareAssociation): boolean {
  if (isNamed(target)(other)) return false;
  const { ConsumerIdentifier: id = '', ConsumerRegion: region } = other;
  const placed = region ?? (id.includes(':') ? id.split(':')[3] : undefined);
  if (target.disassociateEntireAccount || placed === undefined) return true;
  // Two namespaces have nothing to do with each other.
  if (target.consumerArn !== undefined && id.includes(':')) return false;
  return placed === (target.consumerRegion ?? target.consumerArn?.split(':')[3]);
}

/** An association is in its consumer's Region; an account's is read where the share is. */
export function regionOf(
  { dataShareArn, consumerArn, consumerRegion }: DataShareConsumer,
  { clientConfig }: RunContext,
): { region?: string } {
  const region = clientConfig.region ?? consumerRegion ?? (consumerArn ?? dataShareArn).split(':')[3];
  return region === undefined ? {} : { region };
}
