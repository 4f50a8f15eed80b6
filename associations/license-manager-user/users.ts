/** Where License Manager lists a user of an instance, and how the user stands there. */

import type { Meaning, Session, Standing } from '../contract.ts';
import { nothing, type Seen } from '../progress.ts';
import { ask, meaningOf, type Refusal } from '../refusal.ts';
import { recordCalls } from '../sdk/calls.ts';
import { forReading } from '../sdk/clients.ts';
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
export const statuses: Readonly<Record<string, Standing>> = {
  ASSOCIATED: 'TIED',
  ASSOCIATING: 'TYING',
  ASSOCIATION_FAILED: 'TIED',
  DISASSOCIATING: 'ENDING',
  DISASSOCIATED: 'ENDED',
  DISASSOCIATION_FAILED: 'END_FAILED',
};

/** The statuses of HTTP say other things here: a conflict is 500, a throttle and a missing permission are 400. */
export const errors: Readonly<Record<string, Meaning>> = {
  AccessDeniedException: 'DENIED',
  ConflictException: 'BUSY',
  InternalServerException: 'RETRY',
  ResourceNotFoundException: 'GONE',
  ServiceQuotaExceededException: 'FAILED',
  ThrottlingException: 'RETRY',
  ValidationException: 'REJECTED',
};

export const meaning = (error: Error) => (error instanceof AmbiguousUser ? 'REJECTED' : meaningOf(error, errors));

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
  seen: Seen;
  row: InstanceUserSummary | undefined;
  place: Place | undefined;
  /** Set where the service knows no such instance or directory. */
  missing?: Refusal;
  note?: string;
}

/** The user's row; for one that is named by ARN it is looked for on every instance, until its place is known. */
export async function lookFor(target: InstanceUser, session: Session, known: Place | undefined): Promise<Look> {
  const { instanceId: InstanceId, identityProvider } = target;
  if (known !== undefined) return rowIn(known, target, session);
  if (InstanceId !== undefined && identityProvider !== undefined) {
    return rowIn({ InstanceId, IdentityProvider: identityProvider as IdentityProvider }, target, session);
  }
  for (const { InstanceId: id, IdentityProvider: directory } of await instancesOf(session)) {
    if (id === undefined || directory === undefined) continue;
    const look = await rowIn({ InstanceId: id, IdentityProvider: directory }, target, session);
    if (look.row !== undefined) return look;
  }
  return { seen: nothing, row: undefined, place: undefined, note: 'no instance that is listed has such a user' };
}

async function rowIn(place: Place, target: InstanceUser, session: Session): Promise<Look> {
  const { answer = [], refusal } = await ask(() => rowsIn(place, session), meaning);
  if (refusal !== undefined && refusal.meaning !== 'GONE') throw refusal.error;
  const rows = answer.filter((row) => isUser(row, target));
  // A row that has ended may linger beside that of a new association.
  const standing = rows.filter((each) => standingOf(each) !== 'ENDED');
  if (standing.length > 1) throw new AmbiguousUser(target, standing);
  const [row = rows[0]] = standing;
  const seen = row === undefined ? nothing : { serviceStatus: row.Status ?? 'UNKNOWN', snapshot: toJson(row) };
  return { seen, row, place, ...(refusal !== undefined && { missing: refusal }) };
}

async function rowsIn(place: Place, session: Session): Promise<InstanceUserSummary[]> {
  const client = recordCalls(new LicenseManagerUserSubscriptionsClient(forReading(session)), session);
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

export function standingOf(row: InstanceUserSummary | undefined): Standing | undefined {
  const status = row?.Status?.toUpperCase() ?? '';
  return statuses[status] ?? (status.includes('FAIL') ? 'END_FAILED' : undefined);
}

export function isTerminated({ Status = '' }: InstanceSummary): boolean {
  return Status.toUpperCase() === 'TERMINATED';
}

export async function instancesOf(session: Session): Promise<InstanceSummary[]> {
  const client = recordCalls(new LicenseManagerUserSubscriptionsClient(forReading(session)), session);
  const all: InstanceSummary[] = [];
  for await (const page of pages((NextToken) => client.send(listInstances({ MaxResults: 50, NextToken })))) {
    all.push(...(page.InstanceSummaries ?? []));
  }
  return all;
}
