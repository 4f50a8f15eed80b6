/** Where License Manager lists a user of an instance, and how the user stands there. */

import type { ErrorClass, Observation, RunContext, StatusClass } from '../contract.ts';
import { classifyError, type ServiceError, tryCall } from '../errors.ts';
import { notListed } from '../progress.ts';
import { recordCalls } from '../sdk/calls.ts';
import { readClientConfig } from '../sdk/clients.ts';
import { pages } from '../sdk/pages.ts';
import { toJson } from '../sdk/to-json.ts';
import {
  type IdentityProvider,
  type InstanceSummary,
  type InstanceUserSummary,
  LicenseManagerUserSubscriptionsClient,
  listInstances,
  listUserAssociations,
} from './client.ts';
import type { InstanceUser } from './target.ts';

/** The words of AWS's own sample; the model has none. Any other word with FAIL in it is a failure, too. */
export const statuses: Readonly<Record<string, StatusClass>> = {
  ASSOCIATED: 'ASSOCIATED',
  ASSOCIATING: 'ASSOCIATING',
  ASSOCIATION_FAILED: 'ASSOCIATION_FAILED',
  DISASSOCIATING: 'DISASSOCIATING',
  DISASSOCIATED: 'DISASSOCIATED',
  DISASSOCIATION_FAILED: 'DISASSOCIATION_FAILED',
};

/** The statuses of HTTP say other things here: a conflict is 500, a throttle and a missing permission are 400. */
export const errors: Readonly<Record<string, ErrorClass>> = {
  AccessDeniedException: 'DENIED',
  ConflictException: 'BUSY',
  InternalServerException: 'RETRYABLE',
  ResourceNotFoundException: 'NOT_FOUND',
  ServiceQuotaExceededException: 'FAILED',
  ThrottlingException: 'RETRYABLE',
  ValidationException: 'INVALID',
};

export const classify = (error: Error) => (error instanceof AmbiguousUser ? 'INVALID' : classifyError(error, errors));

/** A name that is in several domains: ending the wrong one's association is worse than ending none. */
class AmbiguousUser extends Error {
  override readonly name = 'AmbiguousUser';

  constructor({ username, instanceId }: InstanceUser, rows: readonly InstanceUserSummary[]) {
    const domains = rows.map(({ Domain }) => Domain ?? 'none').join(', ');
    super(`${username} is on ${instanceId} from several domains (${domains}): name the domain`);
  }
}

/** Where a user's row is listed. */
export interface Place {
  InstanceId: string;
  IdentityProvider: IdentityProvider;
}

export interface Look {
  observation: Observation;
  row: InstanceUserSummary | undefined;
  place: Place | undefined;
  /** Set where the service knows no such instance or directory. */
  missing?: ServiceError;
  note?: string;
}

/** The user's row; for one that is named by ARN it is looked for on every instance, until its place is known. */
export async function lookFor(target: InstanceUser, context: RunContext, known: Place | undefined): Promise<Look> {
  const { instanceId: InstanceId, identityProvider } = target;
  if (known !== undefined) return rowIn(known, target, context);
  if (InstanceId !== undefined && identityProvider !== undefined) {
    return rowIn({ InstanceId, IdentityProvider: identityProvider as IdentityProvider }, target, context);
  }
  for (const { InstanceId: id, IdentityProvider: directory } of await instancesOf(context)) {
    if (id === undefined || directory === undefined) continue;
    const look = await rowIn({ InstanceId: id, IdentityProvider: directory }, target, context);
    if (look.row !== undefined) return look;
  }
  return {
    observation: notListed,
    row: undefined,
    place: undefined,
    note: 'no instance that is listed has such a user',
  };
}

async function rowIn(place: Place, target: InstanceUser, context: RunContext): Promise<Look> {
  const { answer = [], failure } = await tryCall(() => rowsIn(place, context), classify);
  if (failure !== undefined && failure.errorClass !== 'NOT_FOUND') throw failure.error;
  const rows = answer.filter((row) => isUser(row, target));
  // A row that has ended may linger beside that of a new association.
  const statusClass = rows.filter((each) => statusClassOf(each) !== 'DISASSOCIATED');
  if (statusClass.length > 1) throw new AmbiguousUser(target, statusClass);
  const [row = rows[0]] = statusClass;
  const observation = row === undefined ? notListed : { serviceStatus: row.Status ?? 'UNKNOWN', snapshot: toJson(row) };
  return { observation, row, place, ...(failure !== undefined && { missing: failure }) };
}

async function rowsIn(place: Place, context: RunContext): Promise<InstanceUserSummary[]> {
  const client = recordCalls(new LicenseManagerUserSubscriptionsClient(readClientConfig(context)), context);
  const list = (NextToken: string | undefined) =>
    client.send(listUserAssociations({ ...place, MaxResults: 50, NextToken }));
  const rows: InstanceUserSummary[] = [];
  for await (const page of pages(list)) rows.push(...(page.InstanceUserSummaries ?? []));
  return rows;
}

/** Filters on the server contradict each other in AWS's own texts, so it is compared here. */
function isUser(row: InstanceUserSummary, { username, domain, instanceUserArn }: InstanceUser): boolean {
  if (instanceUserArn !== undefined) return row.InstanceUserArn === instanceUserArn;
  return same(row.Username, username) && (domain === undefined || row.Domain === undefined || same(row.Domain, domain));
}

function same(one = '', other = ''): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

export function statusClassOf(row: InstanceUserSummary | undefined): StatusClass | undefined {
  const status = row?.Status?.toUpperCase() ?? '';
  const known = statuses[status] ?? (status.includes('FAIL') ? 'DISASSOCIATION_FAILED' : undefined);
  // What never became active is removed in the same way.
  return known === 'ASSOCIATION_FAILED' ? 'ASSOCIATED' : known;
}

export function isTerminated({ Status = '' }: InstanceSummary): boolean {
  return Status.toUpperCase() === 'TERMINATED';
}

export async function instancesOf(context: RunContext): Promise<InstanceSummary[]> {
  const client = recordCalls(new LicenseManagerUserSubscriptionsClient(readClientConfig(context)), context);
  const all: InstanceSummary[] = [];
  for await (const page of pages((NextToken) => client.send(listInstances({ MaxResults: 50, NextToken })))) {
    all.push(...(page.InstanceSummaries ?? []));
  }
  return all;
}
