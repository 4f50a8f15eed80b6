/**
 * The team that must approve a protected action of Payment Cryptography. Its removal is itself such an action: asking
 * for it opens a session of multi-party approval, which mails the approvers and gives them, say the docs, 24 hours.
 *
 * Every ask reaches people, so one request asks once at most: a session that began since the request was made is this
 * request's answer, whatever it says and whoever opened it. Where the association no longer shows its session, the
 * team's sessions are listed.
 */

import type {
  AssociationProvider,
  ErrorClass,
  Json,
  Observation,
  Progress,
  RunContext,
  StatusClass,
} from '../contract.ts';
import { classifyError, tryCall } from '../errors.ts';
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
} from '../progress.ts';
import { recordCalls } from '../sdk/calls.ts';
import { readClientConfig, writeClientConfig } from '../sdk/clients.ts';
import { toJson } from '../sdk/to-json.ts';
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
import { policy } from './policy.ts';
import type { MpaTeam } from './target.ts';

const statuses: Readonly<Record<string, StatusClass>> = {
  ACTIVE: 'ASSOCIATED',
  UPDATE_PENDING: 'ASSOCIATING',
  DELETE_PENDING: 'DISASSOCIATING',
};

const errors: Readonly<Record<string, ErrorClass>> = {
  AccessDeniedException: 'DENIED',
  ConflictException: 'BUSY',
  InternalServerException: 'RETRYABLE',
  ResourceNotFoundException: 'NOT_FOUND',
  ServiceQuotaExceededException: 'FAILED',
  ServiceUnavailableException: 'RETRYABLE',
  ThrottlingException: 'RETRYABLE',
  ValidationException: 'INVALID',
};

const classify = (error: Error) => classifyError(error, errors);
const SERVICE = 'Payment Cryptography';

const provider: AssociationProvider<MpaTeam> = {
  kind: 'payment-cryptography-mpa-team',
  errors,
  statuses,
  policy,

  start: (target, context) => failOnServiceError(classify, () => begin(target, context)),

  async poll(target, context) {
    const shown = await look(target, context);
    if (shown === undefined) return absent(context, notListed);
    const { sessionArn } = (memoryOf(context) ?? {}) as { sessionArn?: string };
    const status = sessionArn === undefined ? shown.MpaStatus : ownStatus(shown, sessionArn);
    return stands(shown, await voteOf(status, context), context);
  },

  discover: discoverTeams,

  async restore({ action, requesterComment }, before, context) {
    const { MpaTeamArn } = (before ?? {}) as MpaTeamAssociation;
    if (MpaTeamArn === undefined) throw new Error(`which team approved ${action} is not known: it was never shown`);
    const client = recordCalls(new PaymentCryptographyClient(writeClientConfig(context)), context);
    await client.send(associateMpaTeam({ Action: action, MpaTeamArn, RequesterComment: requesterComment }));
  },
};

export default provider;

async function begin(target: MpaTeam, context: RunContext): Promise<Progress> {
  const shown = await look(target, context);
  if (shown === undefined) return absent(context, notListed);
  if (isOpen(shown)) return stands(shown, await voteOf(shown.MpaStatus, context), context);
  const vote = await voteSince(shown, context);
  if (vote !== undefined) return stands(shown, vote, context);
  if (isPending(shown, 'ASSOCIATING')) return otherChange(shown);
  return { ...(await askFor(target, shown, context)), before: toJson(shown) };
}

/** The association, or nothing where no team is associated. */
async function look({ action }: MpaTeam, context: RunContext): Promise<MpaTeamAssociation | undefined> {
  const client = recordCalls(new PaymentCryptographyClient(readClientConfig(context)), context);
  const { answer, failure } = await tryCall(() => client.send(getMpaTeamAssociation({ Action: action })), classify);
  if (failure !== undefined && failure.errorClass !== 'NOT_FOUND') throw failure.error;
  return answer?.MpaTeamAssociation;
}

function seenOf(shown: MpaTeamAssociation): Observation {
  return { serviceStatus: shown.AssociationState ?? 'UNKNOWN', snapshot: toJson(shown) };
}

function statusClassOf({ AssociationState = '' }: MpaTeamAssociation): StatusClass | undefined {
  return statuses[AssociationState];
}

/** A change that waits. A pending state beside a vote that failed or was called off waits for nothing any more. */
function isPending(shown: MpaTeamAssociation, statusClass: StatusClass): boolean {
  return statusClassOf(shown) === statusClass && !/^(FAILED|CANCELLED)$/.test(shown.MpaStatus?.Status ?? '');
}

/** An end that was asked for before: it is joined, for a second ask would mail the approvers again. */
function isOpen(shown: MpaTeamAssociation): boolean {
  return isPending(shown, 'DISASSOCIATING');
}

/** What the association itself says of a session, as long as it shows that one. */
function ownStatus({ MpaStatus }: MpaTeamAssociation, sessionArn: string): MpaStatus {
  return MpaStatus?.MpaSessionArn === sessionArn ? MpaStatus : { MpaSessionArn: sessionArn };
}

async function askFor(target: MpaTeam, before: MpaTeamAssociation, context: RunContext): Promise<Progress> {
  const client = recordCalls(new PaymentCryptographyClient(writeClientConfig(context)), context);
  const request = { Action: target.action, RequesterComment: target.requesterComment };
  const { answer, failure } = await tryCall(() => client.send(disassociateMpaTeam(request)), classify);
  const shown = answer?.MpaTeamAssociation ?? (await look(target, context));
  if (shown === undefined) return absent(context, notListed);
  // A conflict is most often an ask that came first: then its session is joined.
  if (failure === undefined || isOpen(shown)) return stands(shown, await voteOf(shown.MpaStatus, context), context);
  if (failure.errorClass === 'BUSY' || failure.errorClass === 'NOT_FOUND') return otherChange(shown);
  return rejectedOrFailed(seenOf(before), failure);
}

function otherChange(shown: MpaTeamAssociation): Progress {
  return inProgress(seenOf(shown), {
    next: 'start',
    waitingFor: 'other-change',
    waitingMessage: 'Waiting for another change of the association to be approved or rejected.',
  });
}

/** What association and vote say together. */
function stands(shown: MpaTeamAssociation, vote: Vote, context: RunContext): Progress {
  const observation = seenOf(shown);
  if (vote.failure !== undefined) return failed(observation, vote.failure);
  if (isSuperseded(shown, vote)) return failed(observation, SUPERSEDED);
  switch (vote.status) {
    case 'APPROVED':
      return approved(observation, vote, context);
    case 'PENDING':
    case 'CREATING':
      if (statusClassOf(shown) === 'DISASSOCIATING') return voting(observation, vote, context);
      break;
  }
  // A state or a status that nobody has heard of is looked at again; only ACTIVE is the way it was.
  return statusClassOf(shown) === 'ASSOCIATED'
    ? stillAssociated(context, observation, { pace: policy.pace, service: SERVICE })
    : voting(observation, vote, context);
}

const SUPERSEDED = {
  error: 'Superseded',
  message: 'Another request changed the association while this one waited: a newer approval session took its place.',
  advice: 'See how the newer session ends before asking again.',
};

function isSuperseded({ MpaStatus, ...shown }: MpaTeamAssociation, { sessionArn }: Vote): boolean {
  if (sessionArn === undefined || MpaStatus?.MpaSessionArn === undefined) return false;
  return MpaStatus.MpaSessionArn !== sessionArn && statusClassOf(shown) !== 'ASSOCIATED';
}

function voting(observation: Observation, vote: Vote, context: RunContext): Progress {
  return inProgress(observation, {
    next: 'poll',
    waitingFor: 'votes',
    waitingMessage: 'Waiting for the approvers to vote.',
    ...openly(vote, context),
  });
}

/** The vote is won: the end follows by itself, or was carried out and the service goes on showing it for a while. */
function approved(observation: Observation, vote: Vote, context: RunContext): Progress {
  const since = vote.completedAt ?? context.now();
  const isSettled = context.now().getTime() - since.getTime() >= policy.pace.settle * 1000;
  const isBack = statuses[observation.serviceStatus] === 'ASSOCIATED';
  if (isBack && vote.executed) return disassociated(observation, { note: 'a team has been associated again since' });
  if (!isSettled) {
    return inProgress(observation, {
      next: 'poll',
      waitingFor: 'execution',
      waitingMessage: 'Waiting for the approved removal to be carried out.',
      ...openly(vote, context),
    });
  }
  if (isBack)
    return failed(observation, reverted(observation.serviceStatus, { since: since.toISOString(), service: SERVICE }));
  const note = `approved at ${since.toISOString()}, but still shown`;
  // A look that finds it so before anything was asked for is too late to have ended it.
  if (acceptedAt(context) === undefined && !vote.isSince)
    return { ...absent(context, observation, note), confirmed: false };
  return disassociated(observation, { confirmed: false, note });
}

function openly({ sessionArn, initiatedAt, expiresAt }: Vote, context: RunContext) {
  const memory: Json = { ...(sessionArn !== undefined && { sessionArn }) };
  return {
    acceptedAt: acceptedAt(context) ?? (initiatedAt ?? context.now()).toISOString(),
    ...(expiresAt !== undefined && { until: expiresAt.toISOString() }),
    memory,
  };
}
