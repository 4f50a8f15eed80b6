/**
 * A user of an instance with License Manager User Subscriptions. Its end takes minutes. Statuses are free text, dates
 * texts of no stated form, names of users those of Active Directory, in which upper and lower case are the same.
 */

import type { AssociationProvider, Permission, Progress, Session } from '../contract.ts';
import {
  acceptedAt,
  beganLater,
  disputed,
  ended,
  failed,
  gone,
  memoryOf,
  orRefused,
  refused,
  type Seen,
  skipped,
  stillThere,
  waiting,
} from '../progress.ts';
import { ask, type Refusal } from '../refusal.ts';
import { recordCalls } from '../sdk/calls.ts';
import { forAsking } from '../sdk/clients.ts';
import { toJson } from '../sdk/to-json.ts';
import {
  associateUser,
  disassociateUser,
  type IdentityProvider,
  type InstanceUserSummary,
  LicenseManagerUserSubscriptionsClient,
} from './client.ts';
import { discoverPermissions, discoverUsers } from './discovery.ts';
import { policy } from './policy.ts';
import type { InstanceUser } from './target.ts';
import {
  errors,
  instancesOf,
  isTerminated,
  type Look,
  lookFor,
  meaning,
  type Place,
  standingOf,
  statuses,
} from './users.ts';

const SERVICE = 'License Manager';

const prefix = 'license-manager-user-subscriptions';
const provider = `arn:{partition}:${prefix}:{region}:{account}:identity-provider/*`;
const user = `arn:{partition}:${prefix}:{region}:{account}:instance-user/*`;
const instances = {
  action: `${prefix}:ListInstances`,
  resource: '*',
  reason: 'License Manager knows no resource for listing instances; a user named by ARN is found through them',
};

const looking: readonly Permission[] = [{ action: `${prefix}:ListUserAssociations`, resource: provider }];

const association: AssociationProvider<InstanceUser> = {
  kind: 'license-manager-user',
  permissions: {
    start: [
      { action: `${prefix}:DisassociateUser`, resource: provider },
      { action: `${prefix}:DisassociateUser`, resource: user },
      ...looking,
      instances,
    ],
    // A look goes where the start found the user; one of days later has nothing to remember.
    check: [...looking, instances],
    discover: discoverPermissions,
    restore: [
      { action: `${prefix}:AssociateUser`, resource: provider },
      { action: `${prefix}:AssociateUser`, resource: user },
      ...looking,
    ],
  },
  errors,
  statuses,
  policy,

  start: (target, session) => orRefused(meaning, () => begin(target, session)),

  async poll(target, session) {
    const look = await lookFor(target, session, rememberedPlace(session));
    const { seen, row, place } = look;
    const standing = standingOf(row);
    const since = acceptedAt(session);
    if (row === undefined || standing === 'ENDED') return gone(session, seen);
    if (since !== undefined && (dateOf(row.AssociationDate) ?? new Date(0)) > new Date(since)) {
      return ended(seen, { note: 'the user has been associated again since' });
    }
    if (standing === 'END_FAILED') return failed(seen, failureOf(row));
    if (standing === 'TIED') return stillThere(session, seen, { pace: policy.pace, service: SERVICE });
    return since === undefined
      ? waiting(seen, {
          next: 'start',
          waitingFor: 'request',
          waitingMessage: `Waiting to request the removal from ${SERVICE}.`,
        })
      : accepted(seen, place, since);
  },

  discover: discoverUsers,

  async restore(target, before, session) {
    const { Username, InstanceId, IdentityProvider: directory, Domain } = (before ?? {}) as InstanceUserSummary;
    const client = recordCalls(new LicenseManagerUserSubscriptionsClient(forAsking(session)), session);
    await client.send(
      associateUser({
        Username: target.username ?? Username,
        InstanceId: target.instanceId ?? InstanceId,
        IdentityProvider: (target.identityProvider as IdentityProvider | undefined) ?? directory,
        Domain: target.domain ?? Domain,
      }),
    );
  },
};

export default association;

async function begin(target: InstanceUser, session: Session): Promise<Progress> {
  const look = await lookAtStart(target, session);
  if ('state' in look) return look;
  const { seen, row, place } = look;
  const standing = standingOf(row);
  if (row === undefined || standing === 'ENDED') return gone(session, seen, look.note);
  if (beganLater(session, dateOf(row.AssociationDate)) && standing !== 'ENDING') {
    return skipped(seen, 'the user was associated after the request was made');
  }
  if (standing === 'ENDING') return accepted(seen, place, acceptedAt(session) ?? session.now().toISOString());
  if (standing === 'TIED' && acceptedAt(session) !== undefined) {
    return stillThere(session, seen, { pace: policy.pace, service: SERVICE });
  }
  if (standing === 'TIED' || standing === 'END_FAILED') {
    return { ...(await askFor(target, session, look)), before: seen.snapshot };
  }
  return waiting(seen, {
    next: 'start',
    waitingFor: 'other-change',
    waitingMessage: `Waiting for ${SERVICE} to finish the change shown as ${row.Status}.`,
  });
}

/** The first look, which also tells a slip of the pen from what is gone. */
async function lookAtStart(target: InstanceUser, session: Session): Promise<Look | Progress> {
  const look = await lookFor(target, session, rememberedPlace(session));
  const { missing, place } = look;
  if (missing === undefined || place === undefined) return look;
  const instance = (await instancesOf(session)).find(({ InstanceId }) => InstanceId === place.InstanceId);
  if (instance === undefined || isTerminated(instance)) return { ...look, note: missing.error.message };
  return refused(look.seen, { ...missing, meaning: 'REJECTED' });
}

/** ISO 8601 or seconds since 1970; anything else says nothing. */
function dateOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const date = /^\d+(\.\d+)?$/.test(text) ? new Date(Number(text) * 1000) : new Date(text);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

async function askFor(target: InstanceUser, session: Session, { seen, place }: Look): Promise<Progress> {
  const client = recordCalls(new LicenseManagerUserSubscriptionsClient(forAsking(session)), session);
  const { answer, refusal } = await ask(() => client.send(disassociateUser(requestOf(target))), meaning);
  if (refusal !== undefined) return afterRefusal(target, session, { place, refusal });
  const row = answer?.InstanceUserSummary;
  const now = row === undefined ? seen : { serviceStatus: row.Status ?? 'UNKNOWN', snapshot: toJson(row) };
  return standingOf(row) === 'ENDED' ? ended(now) : accepted(now, place, session.now().toISOString());
}

function requestOf({ username, instanceId, identityProvider, domain, instanceUserArn }: InstanceUser) {
  return {
    Username: username,
    InstanceId: instanceId,
    IdentityProvider: identityProvider as IdentityProvider | undefined,
    Domain: domain,
    InstanceUserArn: instanceUserArn,
  };
}

/** Not found and invalid may both be said of a user who is not associated: what is listed decides. */
async function afterRefusal(
  target: InstanceUser,
  session: Session,
  { place, refusal }: { place: Place | undefined; refusal: Refusal },
): Promise<Progress> {
  const { seen, row } = await lookFor(target, session, place);
  const standing = standingOf(row);
  if (row === undefined || standing === 'ENDED') return gone(session, seen);
  if (standing === 'ENDING') return accepted(seen, place, session.now().toISOString());
  if (refusal.meaning === 'BUSY') {
    return waiting(seen, {
      next: 'start',
      waitingFor: 'other-change',
      waitingMessage: 'Waiting for another change of the instance or the user to end.',
    });
  }
  if (refusal.meaning === 'FAILED') return refused(seen, refusal);
  const instance = (await instancesOf(session)).find(({ InstanceId }) => InstanceId === row.InstanceId);
  if (instance === undefined || isTerminated(instance)) return goingByItself(seen, place);
  return refusal.meaning === 'GONE' ? disputed(session, seen, { refusal, pace: policy.pace }) : refused(seen, refusal);
}

/** A terminated instance loses its users without being asked. */
function goingByItself(seen: Seen, place: Place | undefined): Progress {
  return waiting(seen, {
    next: 'start',
    waitingFor: 'removal',
    waitingMessage: `Waiting for ${SERVICE} to remove the users of the terminated instance${place === undefined ? '' : ` ${place.InstanceId}`}.`,
  });
}

function accepted(seen: Seen, place: Place | undefined, since: string): Progress {
  return waiting(seen, {
    next: 'poll',
    waitingFor: 'removal',
    waitingMessage: `Waiting for ${SERVICE} to remove the user from the instance.`,
    acceptedAt: since,
    memory: toJson({ place }),
  });
}

function rememberedPlace(session: Session): Place | undefined {
  return ((memoryOf(session) ?? {}) as { place?: Place }).place;
}

function failureOf({ Status = '', StatusMessage }: InstanceUserSummary) {
  return {
    error: Status,
    message: StatusMessage ?? `${SERVICE} gives no reason`,
    advice: 'See that the instance runs and can be reached through Systems Manager; then ask again with a new request.',
  };
}
