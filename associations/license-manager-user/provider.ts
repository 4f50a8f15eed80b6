/**
 * A user of an instance with License Manager User Subscriptions. Its end takes minutes. Statuses are free text, dates
 * texts of no stated form, names of users those of Active Directory, in which upper and lower case are the same.
 */

import type { AssociationProvider, Observation, Progress, RunContext } from '../contract.ts';
import { type ServiceError, tryCall } from '../errors.ts';
import {
  absent,
  acceptedAt,
  associatedAfterRequest,
  conflictingState,
  disassociated,
  failed,
  failOnServiceError,
  inProgress,
  memoryOf,
  rejectedOrFailed,
  skipped,
  stillAssociated,
} from '../progress.ts';
import { recordCalls } from '../sdk/calls.ts';
import { writeClientConfig } from '../sdk/clients.ts';
import { toJson } from '../sdk/to-json.ts';
import {
  associateUser,
  disassociateUser,
  type IdentityProvider,
  type InstanceUserSummary,
  LicenseManagerUserSubscriptionsClient,
} from './client.ts';
import { discoverUsers } from './discovery.ts';
import { policy } from './policy.ts';
import type { InstanceUser } from './target.ts';
import {
  classify,
  errors,
  instancesOf,
  isTerminated,
  type Look,
  lookFor,
  type Place,
  statusClassOf,
  statuses,
} from './users.ts';

const SERVICE = 'License Manager';

const association: AssociationProvider<InstanceUser> = {
  kind: 'license-manager-user',
  errors,
  statuses,
  policy,

  start: (target, context) => failOnServiceError(classify, () => begin(target, context)),

  async poll(target, context) {
    const look = await lookFor(target, context, rememberedPlace(context));
    const { observation, row, place } = look;
    const statusClass = statusClassOf(row);
    const since = acceptedAt(context);
    if (row === undefined || statusClass === 'DISASSOCIATED') return absent(context, observation);
    if (since !== undefined && (dateOf(row.AssociationDate) ?? new Date(0)) > new Date(since)) {
      return disassociated(observation, { note: 'the user has been associated again since' });
    }
    if (statusClass === 'DISASSOCIATION_FAILED') return failed(observation, failureOf(row));
    if (statusClass === 'ASSOCIATED')
      return stillAssociated(context, observation, { pace: policy.pace, service: SERVICE });
    return since === undefined
      ? inProgress(observation, {
          next: 'start',
          waitingFor: 'request',
          waitingMessage: `Waiting to request the removal from ${SERVICE}.`,
        })
      : accepted(observation, place, since);
  },

  discover: discoverUsers,

  async restore(target, before, context) {
    const { Username, InstanceId, IdentityProvider: directory, Domain } = (before ?? {}) as InstanceUserSummary;
    const client = recordCalls(new LicenseManagerUserSubscriptionsClient(writeClientConfig(context)), context);
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

async function begin(target: InstanceUser, context: RunContext): Promise<Progress> {
  const look = await lookAtStart(target, context);
  if ('state' in look) return look;
  const { observation, row, place } = look;
  const statusClass = statusClassOf(row);
  if (row === undefined || statusClass === 'DISASSOCIATED') return absent(context, observation, look.note);
  if (associatedAfterRequest(context, dateOf(row.AssociationDate)) && statusClass !== 'DISASSOCIATING') {
    return skipped(observation, 'the user was associated after the request was made');
  }
  if (statusClass === 'DISASSOCIATING')
    return accepted(observation, place, acceptedAt(context) ?? context.now().toISOString());
  if (statusClass === 'ASSOCIATED' && acceptedAt(context) !== undefined) {
    return stillAssociated(context, observation, { pace: policy.pace, service: SERVICE });
  }
  if (statusClass === 'ASSOCIATED' || statusClass === 'DISASSOCIATION_FAILED') {
    return { ...(await askFor(target, context, look)), before: observation.snapshot };
  }
  return inProgress(observation, {
    next: 'start',
    waitingFor: 'other-change',
    waitingMessage: `Waiting for ${SERVICE} to finish the change shown as ${row.Status}.`,
  });
}

/** The first look, which also tells a slip of the pen from what is gone. */
async function lookAtStart(target: InstanceUser, context: RunContext): Promise<Look | Progress> {
  const look = await lookFor(target, context, rememberedPlace(context));
  const { missing, place } = look;
  if (missing === undefined || place === undefined) return look;
  const instance = (await instancesOf(context)).find(({ InstanceId }) => InstanceId === place.InstanceId);
  if (instance === undefined || isTerminated(instance)) return { ...look, note: missing.error.message };
  return rejectedOrFailed(look.observation, { ...missing, errorClass: 'INVALID' });
}

/** ISO 8601 or seconds since 1970; anything else says nothing. */
function dateOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const date = /^\d+(\.\d+)?$/.test(text) ? new Date(Number(text) * 1000) : new Date(text);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

async function askFor(target: InstanceUser, context: RunContext, { observation, place }: Look): Promise<Progress> {
  const client = recordCalls(new LicenseManagerUserSubscriptionsClient(writeClientConfig(context)), context);
  const { answer, failure } = await tryCall(() => client.send(disassociateUser(requestOf(target))), classify);
  if (failure !== undefined) return afterRefusal(target, context, { place, failure });
  const row = answer?.InstanceUserSummary;
  const now = row === undefined ? observation : { serviceStatus: row.Status ?? 'UNKNOWN', snapshot: toJson(row) };
  return statusClassOf(row) === 'DISASSOCIATED'
    ? disassociated(now)
    : accepted(now, place, context.now().toISOString());
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
  context: RunContext,
  { place, failure }: { place: Place | undefined; failure: ServiceError },
): Promise<Progress> {
  const { observation, row } = await lookFor(target, context, place);
  const statusClass = statusClassOf(row);
  if (row === undefined || statusClass === 'DISASSOCIATED') return absent(context, observation);
  if (statusClass === 'DISASSOCIATING') return accepted(observation, place, context.now().toISOString());
  if (failure.errorClass === 'BUSY') {
    return inProgress(observation, {
      next: 'start',
      waitingFor: 'other-change',
      waitingMessage: 'Waiting for another change of the instance or the user to end.',
    });
  }
  if (failure.errorClass === 'FAILED') return rejectedOrFailed(observation, failure);
  const instance = (await instancesOf(context)).find(({ InstanceId }) => InstanceId === row.InstanceId);
  if (instance === undefined || isTerminated(instance)) return goingByItself(observation, place);
  return failure.errorClass === 'NOT_FOUND'
    ? conflictingState(context, observation, { failure, pace: policy.pace })
    : rejectedOrFailed(observation, failure);
}

/** A terminated instance loses its users without being asked. */
function goingByItself(observation: Observation, place: Place | undefined): Progress {
  return inProgress(observation, {
    next: 'start',
    waitingFor: 'removal',
    waitingMessage: `Waiting for ${SERVICE} to remove the users of the terminated instance${place === undefined ? '' : ` ${place.InstanceId}`}.`,
  });
}

function accepted(observation: Observation, place: Place | undefined, since: string): Progress {
  return inProgress(observation, {
    next: 'poll',
    waitingFor: 'removal',
    waitingMessage: `Waiting for ${SERVICE} to remove the user from the instance.`,
    acceptedAt: since,
    memory: toJson({ place }),
  });
}

function rememberedPlace(context: RunContext): Place | undefined {
  return ((memoryOf(context) ?? {}) as { place?: Place }).place;
}

function failureOf({ Status = '', StatusMessage }: InstanceUserSummary) {
  return {
    error: Status,
    message: StatusMessage ?? `${SERVICE} gives no reason`,
    advice: 'See that the instance runs and can be reached through Systems Manager; then ask again with a new request.',
  };
}
