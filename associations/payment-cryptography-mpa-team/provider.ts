/**
 * The team that must approve a protected action of Payment Cryptography. Its removal is itself such an action: requesting
 * it opens a session of multi-party approval, which mails the approvers and gives them, say the docs, 24 hours.
 *
 * Every request reaches people, so it is made once at most: a session that began since the event's timestamp is its
 * answer, whatever it says and whoever opened it. Where the association no longer shows its session, the team's
 * sessions are listed.
 */

import type {
  AssociationProvider,
  ErrorClass,
  Json,
  Observation,
  Progress,
  RunContext,
  StatusClass,
} from '../common/contract.ts';
import { classifyError, tryCall, usualExceptions } from '../common/errors.ts';
import {
  absent,
  acceptedAt,
  disassociated,
  failed,
  failOnServiceError,
  inProgress,
  memoryOf,
  notListed,
  rejectedOrFailed,
  reverted,
  stillAssociated,
} from '../common/progress.ts';
import { readClient, writeClient } from '../common/sdk/clients.ts';
import { toJson } from '../common/sdk/to-json.ts';
import { type Vote, voteOf, voteSince } from './approval-session.ts';
import {
  associateMpaTeam,
  disassociateMpaTeam,
  getMpaTeamAssociation,
  type MpaStatus,
  type MpaTeamAssociation,
  PaymentCryptographyClient,
} from './client.ts';
import { discoverTeams } from './discovery.ts';
import { takeLease } from './lease.ts';
import { MpaClient } from './mpa-client.ts';
import { policy } from './policy.ts';
import type { MpaTeam } from './target.ts';

const statuses: Readonly<Record<string, StatusClass>> = {
  ACTIVE: 'ASSOCIATED',
  UPDATE_PENDING: 'ASSOCIATING',
  DELETE_PENDING: 'DISASSOCIATING',
};

const errors: Readonly<Record<string, ErrorClass>> = { ...usualExceptions, ServiceUnavailableException: 'RETRYABLE' };

const classify = (error: Error) => classifyError(error, errors);
const SERVICE = 'Payment Cryptography';

const provider: AssociationProvider<MpaTeam> = {
  kind: 'payment-cryptography-mpa-team',
  errors,
  statuses,
  policy,
  clients: [PaymentCryptographyClient, MpaClient],

  start: (target, context) => failOnServiceError(classify, () => startDisassociation(target, context)),

  async poll(target, context) {
    const association = await observe(target, context);
    if (association === undefined) return absent(context, notListed);
    const { sessionArn } = (memoryOf(context) ?? {}) as { sessionArn?: string };
    const status = sessionArn === undefined ? association.MpaStatus : statusOfSession(association, sessionArn);
    return progressOf(association, await voteOf(status, context), context);
  },

  discover: discoverTeams,

  async restore({ action, requesterComment }, before, context) {
    const { MpaTeamArn } = (before ?? {}) as MpaTeamAssociation;
    if (MpaTeamArn === undefined) throw new Error(`the team of ${action} is unknown: no snapshot was taken`);
    const client = writeClient(PaymentCryptographyClient, context);
    await client.send(associateMpaTeam({ Action: action, MpaTeamArn, RequesterComment: requesterComment }));
  },
};

export default provider;

/** The lease comes before the read that decides, and that read before the request. */
async function startDisassociation(target: MpaTeam, context: RunContext): Promise<Progress> {
  const isAlone = await takeLease(target.action, context);
  const association = await observe(target, context);
  if (association === undefined) return absent(context, notListed);
  if (isDisassociating(association))
    return progressOf(association, await voteOf(association.MpaStatus, context), context);
  const vote = await voteSince(association, context);
  if (vote !== undefined) return progressOf(association, vote, context);
  if (isPending(association, 'ASSOCIATING') || !isAlone) return otherChange(association);
  return { ...(await requestDisassociation(target, association, context)), before: toJson(association) };
}

/** The association, or nothing where no team is associated. */
async function observe({ action }: MpaTeam, context: RunContext): Promise<MpaTeamAssociation | undefined> {
  const client = readClient(PaymentCryptographyClient, context);
  const { answer, failure } = await tryCall(() => client.send(getMpaTeamAssociation({ Action: action })), classify);
  if (failure !== undefined && failure.errorClass !== 'NOT_FOUND') throw failure.error;
  return answer?.MpaTeamAssociation;
}

function observationOf(association: MpaTeamAssociation): Observation {
  return { serviceStatus: association.AssociationState ?? 'UNKNOWN', snapshot: toJson(association) };
}

function statusClassOf({ AssociationState = '' }: MpaTeamAssociation): StatusClass | undefined {
  return statuses[AssociationState];
}

/** A change that waits. A pending state beside a vote that failed or was cancelled waits for nothing. */
function isPending(association: MpaTeamAssociation, statusClass: StatusClass): boolean {
  return (
    statusClassOf(association) === statusClass && !/^(FAILED|CANCELLED)$/.test(association.MpaStatus?.Status ?? '')
  );
}

/** A removal that was requested before is joined: a second request would mail the approvers again. */
function isDisassociating(association: MpaTeamAssociation): boolean {
  return isPending(association, 'DISASSOCIATING');
}

/** The session as the association shows it, while it shows that one. */
function statusOfSession({ MpaStatus }: MpaTeamAssociation, sessionArn: string): MpaStatus {
  return MpaStatus?.MpaSessionArn === sessionArn ? MpaStatus : { MpaSessionArn: sessionArn };
}

async function requestDisassociation(
  target: MpaTeam,
  before: MpaTeamAssociation,
  context: RunContext,
): Promise<Progress> {
  const client = writeClient(PaymentCryptographyClient, context);
  const request = { Action: target.action, RequesterComment: target.requesterComment };
  const { answer, failure } = await tryCall(() => client.send(disassociateMpaTeam(request)), classify);
  const association = answer?.MpaTeamAssociation ?? (await observe(target, context));
  if (association === undefined) return absent(context, notListed, { seen: true });
  // A conflict is most often a request that came first: its session is joined.
  if (failure === undefined || isDisassociating(association))
    return progressOf(association, await voteOf(association.MpaStatus, context), context);
  if (failure.errorClass === 'BUSY' || failure.errorClass === 'NOT_FOUND') return otherChange(association);
  return rejectedOrFailed(observationOf(before), failure);
}

function otherChange(association: MpaTeamAssociation): Progress {
  return inProgress(observationOf(association), {
    next: 'start',
    waitingFor: 'other-change',
    waitingMessage: 'Waiting for another change of the association, or for another request to remove it.',
  });
}

/** What association and vote say together. */
function progressOf(association: MpaTeamAssociation, vote: Vote, context: RunContext): Progress {
  const observation = observationOf(association);
  if (vote.failure !== undefined) return failed(observation, vote.failure);
  if (isSuperseded(association, vote)) return failed(observation, SUPERSEDED);
  switch (vote.status) {
    case 'APPROVED':
      return approved(observation, vote, context);
    case 'PENDING':
    case 'CREATING':
      if (statusClassOf(association) === 'DISASSOCIATING') return voting(observation, vote, context);
      break;
  }
  // An unknown state or status is polled again; only ACTIVE means unchanged.
  return statusClassOf(association) === 'ASSOCIATED'
    ? stillAssociated(context, observation, { pace: policy.pace, service: SERVICE })
    : voting(observation, vote, context);
}

const SUPERSEDED = {
  error: 'Superseded',
  message: 'Another request changed the association while this one waited: a newer approval session took its place.',
  advice: 'See how the newer session ends before sending a new request.',
};

function isSuperseded({ MpaStatus, ...association }: MpaTeamAssociation, { sessionArn }: Vote): boolean {
  if (sessionArn === undefined || MpaStatus?.MpaSessionArn === undefined) return false;
  return MpaStatus.MpaSessionArn !== sessionArn && statusClassOf(association) !== 'ASSOCIATED';
}

function voting(observation: Observation, vote: Vote, context: RunContext): Progress {
  return inProgress(observation, {
    next: 'poll',
    waitingFor: 'votes',
    waitingMessage: `Waiting for the approvers to vote.${vote.unreadable === undefined ? '' : ` Their session cannot be read: ${vote.unreadable}`}`,
    ...sessionOf(vote, context),
  });
}

/** The vote is won: the end follows by itself, or was carried out and the service goes on showing it for a while. */
function approved(observation: Observation, vote: Vote, context: RunContext): Progress {
  const since = vote.completedAt ?? context.now();
  const isSettled = context.now().getTime() - since.getTime() >= policy.pace.settle * 1000;
  const isAssociatedAgain = statuses[observation.serviceStatus] === 'ASSOCIATED';
  if (isAssociatedAgain && vote.executed)
    return disassociated(observation, { note: 'a team has been associated again since' });
  if (!isSettled) {
    return inProgress(observation, {
      next: 'poll',
      waitingFor: 'execution',
      waitingMessage: 'Waiting for the approved removal to be carried out.',
      ...sessionOf(vote, context),
    });
  }
  if (isAssociatedAgain)
    return failed(observation, reverted(observation.serviceStatus, { since: since.toISOString(), service: SERVICE }));
  const note = `approved at ${since.toISOString()}, but still listed`;
  // Approved before anything was requested: this request did not remove it.
  if (acceptedAt(context) === undefined && !vote.isSince)
    return { ...absent(context, observation, { note, seen: true }), confirmed: false };
  return disassociated(observation, { confirmed: false, note });
}

function sessionOf({ sessionArn, initiatedAt, expiresAt }: Vote, context: RunContext) {
  const memory: Json = { ...(sessionArn !== undefined && { sessionArn }) };
  return {
    acceptedAt: acceptedAt(context) ?? (initiatedAt ?? context.now()).toISOString(),
    ...(expiresAt !== undefined && { until: expiresAt.toISOString() }),
    memory,
  };
}
