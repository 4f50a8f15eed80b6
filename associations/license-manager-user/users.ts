/** Where License Manager lists a user of an instance, and with which status. */

import type { RunContext, StatusClass } from '../common/contract.ts';
import type { Reading } from '../common/driver.ts';
import { classifyError, type ServiceError, tryCall, usualExceptions } from '../common/errors.ts';
import { memoryOf, notListed } from '../common/progress.ts';
import { readClient } from '../common/sdk/clients.ts';
import { pages } from '../common/sdk/pages.ts';
import { toJson } from '../common/sdk/to-json.ts';
import {
  type IdentityProvider,
  type InstanceSummary,
  type InstanceUserSummary,
  LicenseManagerUserSubscriptionsClient,
  listInstances,
  listUserAssociations,
} from './client.ts';
import type { InstanceUser } from './target.ts';

/** The statuses of AWS's own sample; the model has none. Any other one with FAIL in it is a failure, too. */
export const statuses: Readonly<Record<string, StatusClass>> = {
  ASSOCIATED: 'ASSOCIATED',
  ASSOCIATING: 'ASSOCIATING',
  ASSOCIATION_FAILED: 'ASSOCIATION_FAILED',
  DISASSOCIATING: 'DISASSOCIATING',
  DISASSOCIATED: 'DISASSOCIATED',
  DISASSOCIATION_FAILED: 'DISASSOCIATION_FAILED',
};

/** HTTP statuses mislead here: a conflict is 500, a throttle and a missing permission are 400. */
export const errors = usualExceptions;

export const classify = (error: Error) => (error instanceof AmbiguousUser ? 'INVALID' : classifyError(error, errors));

/** A name that is in several domains: removing the wrong user is worse than removing none. */
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

export interface UserReading extends Reading {
  place: Place | undefined;
  /** The service answers that there is no such instance or directory. */
  notFound?: ServiceError | undefined;
}

/** The user's row; that of a user named by ARN is looked for on every instance, until its place is known. */
export async function observe(
  target: InstanceUser,
  context: RunContext,
  earlier?: Pick<UserReading, 'place'>,
): Promise<UserReading> {
  const known = earlier?.place ?? ((memoryOf(context) ?? {}) as { place?: Place }).place;
  const { instanceId: InstanceId, identityProvider } = target;
  if (known !== undefined) return readIn(known, target, context);
  if (InstanceId !== undefined && identityProvider !== undefined) {
    return readIn({ InstanceId, IdentityProvider: identityProvider as IdentityProvider }, target, context);
  }
  return (
    (await findOnInstances(target, context)) ?? {
      observation: notListed,
      statusClass: 'DISASSOCIATED',
      place: undefined,
      note: 'no instance that is listed has such a user',
    }
  );
}

/** Instances that are read at once: hundreds of them are read within one invocation. */
const CONCURRENCY = 10;

async function findOnInstances(target: InstanceUser, context: RunContext): Promise<UserReading | undefined> {
  const places = (await instancesOf(context)).flatMap(({ InstanceId, IdentityProvider }) =>
    InstanceId === undefined || IdentityProvider === undefined ? [] : [{ InstanceId, IdentityProvider }],
  );
  for (let from = 0; from < places.length; from += CONCURRENCY) {
    const next = places.slice(from, from + CONCURRENCY);
    const readings = await Promise.all(next.map((place) => readIn(place, target, context)));
    const found = readings.find(
      ({ statusClass, observation }) => statusClass !== 'DISASSOCIATED' || observation.snapshot !== null,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

async function readIn(place: Place, target: InstanceUser, context: RunContext): Promise<UserReading> {
  const { answer = [], failure } = await tryCall(() => rowsIn(place, context), classify);
  if (failure !== undefined && failure.errorClass !== 'NOT_FOUND') throw failure.error;
  const rows = answer.filter((row) => isUser(row, target));
  // The row of an ended association may stay beside that of a new one.
  const current = rows.filter((each) => classOf(each) !== 'DISASSOCIATED');
  if (current.length > 1) throw new AmbiguousUser(target, current);
  return { ...readingOf(current[0] ?? rows[0], place), notFound: failure };
}

export function readingOf(row: InstanceUserSummary | undefined, place: Place | undefined): UserReading {
  const memory = toJson({ place });
  if (row === undefined) return { observation: notListed, statusClass: 'DISASSOCIATED', place, memory };
  return {
    observation: { serviceStatus: row.Status ?? 'UNKNOWN', snapshot: toJson(row) },
    statusClass: classOf(row),
    since: dateOf(row.AssociationDate),
    failure: failureOf(row),
    place,
    memory,
  };
}

function failureOf({ Status = '', StatusMessage }: InstanceUserSummary) {
  return {
    error: Status,
    message: StatusMessage ?? 'License Manager gives no reason',
    advice: 'See that the instance runs and can be reached through Systems Manager, then send a new request.',
  };
}

/** ISO 8601 or seconds since 1970; anything else is no date. */
function dateOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const date = /^\d+(\.\d+)?$/.test(text) ? new Date(Number(text) * 1000) : new Date(text);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

async function rowsIn(place: Place, context: RunContext): Promise<InstanceUserSummary[]> {
  const client = readClient(LicenseManagerUserSubscriptionsClient, context);
  const list = (NextToken: string | undefined) =>
    client.send(listUserAssociations({ ...place, MaxResults: 50, NextToken }));
  const rows: InstanceUserSummary[] = [];
  for await (const page of pages(list)) rows.push(...(page.InstanceUserSummaries ?? []));
  return rows;
}

/** Filters on the server contradict each other in AWS's own texts, so rows are compared here. */
function isUser(row: InstanceUserSummary, { username, domain, instanceUserArn }: InstanceUser): boolean {
  if (instanceUserArn !== undefined) return row.InstanceUserArn === instanceUserArn;
  return same(row.Username, username) && (domain === undefined || row.Domain === undefined || same(row.Domain, domain));
}

function same(one = '', other = ''): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function classOf(row: InstanceUserSummary): StatusClass | undefined {
  const status = row.Status?.toUpperCase() ?? '';
  return statuses[status] ?? (status.includes('FAIL') ? 'DISASSOCIATION_FAILED' : undefined);
}

export function isTerminated({ Status = '' }: InstanceSummary): boolean {
  return Status.toUpperCase() === 'TERMINATED';
}

export async function instancesOf(context: RunContext): Promise<InstanceSummary[]> {
  const client = readClient(LicenseManagerUserSubscriptionsClient, context);
  const all: InstanceSummary[] = [];
  for await (const page of pages((NextToken) => client.send(listInstances({ MaxResults: 50, NextToken })))) {
    all.push(...(page.InstanceSummaries ?? []));
  }
  return all;
}
