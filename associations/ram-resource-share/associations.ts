/** What RAM shows of the associations of a resource share. */

import { createHash } from 'node:crypto';
import {
  paginateGetResourceShareAssociations,
  paginateGetResourceShares,
  RAMClient,
  type ResourceShareAssociation,
} from '@aws-sdk/client-ram';
import type { ErrorClass, RunContext, StatusClass } from '../common/contract.ts';
import type { Reading } from '../common/driver.ts';
import { classifyError, tryCall } from '../common/errors.ts';
import { acceptedAt, notListed } from '../common/progress.ts';
import { readClient } from '../common/sdk/clients.ts';
import { toJson } from '../common/sdk/to-json.ts';
import type { ShareAssociation } from './target.ts';

/** AWS does not say when the last three appear; a suspended association is still there. */
export const statuses: Readonly<Record<string, StatusClass>> = {
  ASSOCIATED: 'ASSOCIATED',
  ASSOCIATING: 'ASSOCIATING',
  DISASSOCIATING: 'DISASSOCIATING',
  DISASSOCIATED: 'DISASSOCIATED',
  FAILED: 'ASSOCIATION_FAILED',
  SUSPENDED: 'ASSOCIATED',
  SUSPENDING: 'ASSOCIATING',
  RESTORING: 'ASSOCIATING',
};

/** Also those that only lists and invitations answer. */
export const errors: Readonly<Record<string, ErrorClass>> = {
  IdempotentParameterMismatchException: 'INVALID',
  InvalidClientTokenException: 'INVALID',
  InvalidMaxResultsException: 'INVALID',
  // A page's token is ours to renew: the next run reads the list anew.
  InvalidNextTokenException: 'RETRYABLE',
  InvalidParameterException: 'INVALID',
  InvalidStateTransitionException: 'BUSY',
  MalformedArnException: 'INVALID',
  OperationNotPermittedException: 'FAILED',
  ResourceShareLimitExceededException: 'FAILED',
  ServerInternalException: 'RETRYABLE',
  ServiceUnavailableException: 'RETRYABLE',
  ThrottlingException: 'RETRYABLE',
  UnknownResourceException: 'NOT_FOUND',
};

export const classify = (error: Error) => classifyError(error, errors);

const PAGE_SIZE = 500;

/** A share is changed and read in its own Region alone. */
export function regionOf({ resourceShareArn }: ShareAssociation): { region: string } {
  return { region: resourceShareArn.split(':')[3] ?? '' };
}

/** The input of both operations that change one. */
export function requestOf(action: string, target: ShareAssociation, { request }: RunContext) {
  const { resourceShareArn, principal, resourceArn } = target;
  return {
    resourceShareArn,
    ...(principal !== undefined && { principals: [principal] }),
    ...(resourceArn !== undefined && { resourceArns: [resourceArn] }),
    // RAM answers a token that it knows with the earlier result: another request, or a restoration, has another one.
    clientToken: createHash('sha256')
      .update(JSON.stringify([action, request.id, resourceShareArn, principal, resourceArn]))
      .digest('hex'),
  };
}

export async function observe(target: ShareAssociation, context: RunContext): Promise<Reading> {
  const client = readClient(RAMClient, context, regionOf(target));
  const { answer = [], failure } = await tryCall(() => rowsOf(client, target), classify);
  if (failure !== undefined && failure.errorClass !== 'NOT_FOUND') throw failure.error;
  const row = currentOf(answer);
  const reading = readingOf(row, context);
  if (failure !== undefined || reading.statusClass !== 'DISASSOCIATED') return reading;
  return { ...reading, note: await otherWay(client, target) };
}

async function rowsOf(client: RAMClient, target: ShareAssociation): Promise<ResourceShareAssociation[]> {
  const { resourceShareArn, principal, resourceArn } = target;
  const rows: ResourceShareAssociation[] = [];
  for await (const { resourceShareAssociations = [] } of paginateGetResourceShareAssociations(
    { client, pageSize: PAGE_SIZE },
    {
      associationType: resourceArn === undefined ? 'PRINCIPAL' : 'RESOURCE',
      resourceShareArns: [resourceShareArn],
      principal,
      resourceArn,
    },
  )) {
    rows.push(...resourceShareAssociations);
  }
  return rows;
}

/** The row of an association that has ended may stay beside that of a new one. */
function currentOf(rows: readonly ResourceShareAssociation[]): ResourceShareAssociation | undefined {
  const newestFirst = rows.toSorted((one, other) => changedAt(other) - changedAt(one));
  return newestFirst.find(({ status = '' }) => !/^(DISASSOCIATED|FAILED)$/.test(status)) ?? newestFirst[0];
}

function changedAt({ lastUpdatedTime, creationTime }: ResourceShareAssociation): number {
  return (lastUpdatedTime ?? creationTime)?.getTime() ?? 0;
}

export function readingOf(row: ResourceShareAssociation | undefined, context: RunContext): Reading {
  if (row === undefined) return { observation: notListed, statusClass: 'DISASSOCIATED' };
  const serviceStatus = row.status ?? 'UNKNOWN';
  return {
    observation: { serviceStatus, snapshot: toJson(row) },
    statusClass: hasFailedToEnd(row, context) ? 'DISASSOCIATION_FAILED' : statuses[serviceStatus],
    since: row.creationTime,
    failure: {
      error: serviceStatus,
      message: row.statusMessage ?? 'Resource Access Manager gives no reason',
      advice: 'See in Resource Access Manager what holds the association, then send a new request.',
    },
  };
}

/** One word stands for an association that never came about and for a removal that failed: the later is ours. */
function hasFailedToEnd(row: ResourceShareAssociation, context: RunContext): boolean {
  const accepted = acceptedAt(context);
  return row.status === 'FAILED' && accepted !== undefined && changedAt(row) >= Date.parse(accepted);
}

/** An account in an organization or OU that the share is associated with keeps it, and has no row of its own. */
async function otherWay(client: RAMClient, { resourceShareArn, principal }: ShareAssociation) {
  if (principal === undefined || !/^(arn:[^:]+:iam::)?\d{12}(:|$)/.test(principal)) return undefined;
  const rows = await rowsOf(client, { resourceShareArn });
  const organizations = rows.filter(
    ({ associatedEntity = '', status = '' }) =>
      associatedEntity.includes(':organizations:') && statuses[status] === 'ASSOCIATED',
  );
  if (organizations.length === 0) return undefined;
  const names = organizations.map(({ associatedEntity = '' }) => associatedEntity.split(':').at(-1));
  return `the share is also associated with ${names.join(', ')}: an account in there keeps it`;
}

/** An unknown share is answered by an error or by an empty list: the list of shares decides, which has deleted ones. */
export async function parentMissing(
  target: ShareAssociation,
  context: RunContext,
  { observation }: Reading,
): Promise<string | undefined> {
  if (observation.snapshot !== null || acceptedAt(context) !== undefined) return undefined;
  const client = readClient(RAMClient, context, regionOf(target));
  const { answer, failure } = await tryCall(() => isListed(client, target), classify);
  if (failure !== undefined && failure.errorClass !== 'NOT_FOUND') throw failure.error;
  if (answer === true) return undefined;
  return failure?.error.message ?? `The account owns no resource share ${target.resourceShareArn}.`;
}

async function isListed(client: RAMClient, { resourceShareArn }: ShareAssociation): Promise<boolean> {
  for await (const { resourceShares = [] } of paginateGetResourceShares(
    { client, pageSize: PAGE_SIZE },
    { resourceOwner: 'SELF', resourceShareArns: [resourceShareArn] },
  )) {
    if (resourceShares.some((share) => share.resourceShareArn === resourceShareArn)) return true;
  }
  return false;
}
