/**
 * The team that must approve a protected action of Payment Cryptography. Its removal is itself such an action: asking
 * for it opens a session of multi-party approval, which mails the approvers and gives them, say the docs, 24 hours.
 *
 * Every ask reaches people, so one request asks once at most: a session that began since the request was made is this
 * request's answer, whatever it says and whoever opened it. Where the association no longer shows its session, the
 * team's sessions are listed.
 */

import type { AssociationProvider, Json, Meaning, Permission, Progress, Session, Standing } from '../contract.ts';
import {
  acceptedAt,
  ended,
  failed,
  gone,
  memoryOf,
  nothing,
  orRefused,
  refused,
  type Seen,
  stillThere,
  waiting,
  wentBack,
} from '../progress.ts';
import { ask, meaningOf } from '../refusal.ts';
import { recordCalls } from '../sdk/calls.ts';
import { forAsking, forReading } from '../sdk/clients.ts';
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
import { discoverPermissions, discoverTeams } from './discovery.ts';
import { policy } from './policy.ts';
import type { MpaTeam } from './target.ts';

const statuses: Readonly<Record<string, Standing>> = {
  ACTIVE: 'TIED',
  UPDATE_PENDING: 'TYING',
  DELETE_PENDING: 'ENDING',
};

const errors: Readonly<Record<string, Meaning>> = {
  AccessDeniedException: 'DENIED',
  ConflictException: 'BUSY',
  InternalServerException: 'RETRY',
  ResourceNotFoundException: 'GONE',
  ServiceQuotaExceededException: 'FAILED',
  ServiceUnavailableException: 'RETRY',
  ThrottlingException: 'RETRY',
  ValidationException: 'REJECTED',
};

const meaning = (error: Error) => meaningOf(error, errors);
const SERVICE = 'Payment Cryptography';

/** A team, and its sessions, are in the account that made it and shares it, which need not be the request's. */
const team = 'arn:{partition}:mpa:*:*:approval-team/*';
const sessions = 'arn:{partition}:mpa:*:*:session/*';

const looking: readonly Permission[] = [
  { action: 'payment-cryptography:GetMpaTeamAssociation', resource: team },
  { action: 'mpa:GetSession', resource: sessions },
];

const association: AssociationProvider<MpaTeam> = {
  kind: 'payment-cryptography-mpa-team',
  permissions: {
    start: [
      { action: 'payment-cryptography:DisassociateMpaTeam', resource: team },
      { action: 'mpa:StartSession', resource: sessions },
      ...looking,
      {
        action: 'mpa:ListSessions',
        resource: '*',
        reason: 'Multi-party approval knows no resource for listing sessions',
      },
    ],
    check: looking,
    discover: discoverPermissions,
    restore: [
      { action: 'payment-cryptography:AssociateMpaTeam', resource: team },
      { action: 'mpa:StartSession', resource: sessions },
      ...looking,
    ],
  },
  errors,
  statuses,
  policy,

  start: (target, session) => orRefused(meaning, () => begin(target, session)),

  async poll(target, session) {
    const shown = await look(target, session);
    if (shown === undefined) return gone(session, nothing);
    const { sessionArn } = (memoryOf(session) ?? {}) as { sessionArn?: string };
    const status = sessionArn === undefined ? shown.MpaStatus : ownStatus(shown, sessionArn);
    return stands(shown, await voteOf(status, session), session);
  },

  discover: discoverTeams,

  async restore({ action, requesterComment }, before, session) {
    const { MpaTeamArn } = (before ?? {}) as MpaTeamAssociation;
    if (MpaTeamArn === undefined) throw new Error(`which team approved ${action} is not known: it was never shown`);
    const client = recordCalls(new PaymentCryptographyClient(forAsking(session)), session);
    await client.send(associateMpaTeam({ Action: action, MpaTeamArn, RequesterComment: requesterComment }));
  },
};

export default association;

async function begin(target: MpaTeam, session: Session): Promise<Progress> {
  const shown = await look(target, session);
  if (shown === undefined) return gone(session, nothing);
  if (isOpen(shown)) return stands(shown, await voteOf(shown.MpaStatus, session), session);
  const vote = await voteSince(shown, session);
  if (vote !== undefined) return stands(shown, vote, session);
  if (isPending(shown, 'TYING')) return otherChange(shown);
  return { ...(await askFor(target, shown, session)), before: toJson(shown) };
}

/** The association, or nothing where no team is associated. */
async function look({ action }: MpaTeam, session: Session): Promise<MpaTeamAssociation | undefined> {
  const client = recordCalls(new PaymentCryptographyClient(forReading(session)), session);
  const { answer, refusal } = await ask(() => client.send(getMpaTeamAssociation({ Action: action })), meaning);
  if (refusal !== undefined && refusal.meaning !== 'GONE') throw refusal.error;
  return answer?.MpaTeamAssociation;
}

function seenOf(shown: MpaTeamAssociation): Seen {
  return { serviceStatus: shown.AssociationState ?? 'UNKNOWN', snapshot: toJson(shown) };
}

function standingOf({ AssociationState = '' }: MpaTeamAssociation): Standing | undefined {
  return statuses[AssociationState];
}

/** A change that waits. A pending state beside a vote that failed or was called off waits for nothing any more. */
function isPending(shown: MpaTeamAssociation, standing: Standing): boolean {
  return standingOf(shown) === standing && !/^(FAILED|CANCELLED)$/.test(shown.MpaStatus?.Status ?? '');
}

/** An end that was asked for before: it is joined, for a second ask would mail the approvers again. */
function isOpen(shown: MpaTeamAssociation): boolean {
  return isPending(shown, 'ENDING');
}

/** What the association itself says of a session, as long as it shows that one. */
function ownStatus({ MpaStatus }: MpaTeamAssociation, sessionArn: string): MpaStatus {
  return MpaStatus?.MpaSessionArn === sessionArn ? MpaStatus : { MpaSessionArn: sessionArn };
}

async function askFor(target: MpaTeam, before: MpaTeamAssociation, session: Session): Promise<Progress> {
  const client = recordCalls(new PaymentCryptographyClient(forAsking(session)), session);
  const request = { Action: target.action, RequesterComment: target.requesterComment };
  const { answer, refusal } = await ask(() => client.send(disassociateMpaTeam(request)), meaning);
  const shown = answer?.MpaTeamAssociation ?? (await look(target, session));
  if (shown === undefined) return gone(session, nothing);
  // A conflict is most often an ask that came first: then its session is joined.
  if (refusal === undefined || isOpen(shown)) return stands(shown, await voteOf(shown.MpaStatus, session), session);
  if (refusal.meaning === 'BUSY' || refusal.meaning === 'GONE') return otherChange(shown);
  return refused(seenOf(before), refusal);
}

function otherChange(shown: MpaTeamAssociation): Progress {
  return waiting(seenOf(shown), {
    next: 'start',
    waitingFor: 'other-change',
    waitingMessage: 'Waiting for another change of the association to be approved or rejected.',
  });
}

/** What association and vote say together. */
function stands(shown: MpaTeamAssociation, vote: Vote, session: Session): Progress {
  const seen = seenOf(shown);
  if (vote.failure !== undefined) return failed(seen, vote.failure);
  if (isSuperseded(shown, vote)) return failed(seen, SUPERSEDED);
  switch (vote.status) {
    case 'APPROVED':
      return approved(seen, vote, session);
    case 'PENDING':
    case 'CREATING':
      if (standingOf(shown) === 'ENDING') return voting(seen, vote, session);
      break;
  }
  // A state or a status that nobody has heard of is looked at again; only ACTIVE is the way it was.
  return standingOf(shown) === 'TIED'
    ? stillThere(session, seen, { pace: policy.pace, service: SERVICE })
    : voting(seen, vote, session);
}

const SUPERSEDED = {
  error: 'Superseded',
  message: 'Another request changed the association while this one waited: a newer approval session took its place.',
  advice: 'See how the newer session ends before asking again.',
};

function isSuperseded({ MpaStatus, ...shown }: MpaTeamAssociation, { sessionArn }: Vote): boolean {
  if (sessionArn === undefined || MpaStatus?.MpaSessionArn === undefined) return false;
  return MpaStatus.MpaSessionArn !== sessionArn && standingOf(shown) !== 'TIED';
}

function voting(seen: Seen, vote: Vote, session: Session): Progress {
  return waiting(seen, {
    next: 'poll',
    waitingFor: 'votes',
    waitingMessage: 'Waiting for the approvers to vote.',
    ...openly(vote, session),
  });
}

/** The vote is won: the end follows by itself, or was carried out and the service goes on showing it for a while. */
function approved(seen: Seen, vote: Vote, session: Session): Progress {
  const since = vote.completedAt ?? session.now();
  const isSettled = session.now().getTime() - since.getTime() >= policy.pace.settle * 1000;
  const isBack = statuses[seen.serviceStatus] === 'TIED';
  if (isBack && vote.executed) return ended(seen, { note: 'a team has been associated again since' });
  if (!isSettled) {
    return waiting(seen, {
      next: 'poll',
      waitingFor: 'execution',
      waitingMessage: 'Waiting for the approved removal to be carried out.',
      ...openly(vote, session),
    });
  }
  if (isBack) return failed(seen, wentBack(seen.serviceStatus, { since: since.toISOString(), service: SERVICE }));
  const note = `approved at ${since.toISOString()}, but still shown`;
  // A look that finds it so before anything was asked for is too late to have ended it.
  if (acceptedAt(session) === undefined && !vote.isSince) return { ...gone(session, seen, note), confirmed: false };
  return ended(seen, { confirmed: false, note });
}

function openly({ sessionArn, initiatedAt, expiresAt }: Vote, session: Session) {
  const memory: Json = { ...(sessionArn !== undefined && { sessionArn }) };
  return {
    acceptedAt: acceptedAt(session) ?? (initiatedAt ?? session.now()).toISOString(),
    ...(expiresAt !== undefined && { until: expiresAt.toISOString() }),
    memory,
  };
}
