/** An approval session of AWS Multi-party approval, and what it means for the disassociation. */

import type { ErrorClass, Failed, RunContext } from '../common/contract.ts';
import { classifyError, tryCall, usualExceptions } from '../common/errors.ts';
import { readClient } from '../common/sdk/clients.ts';
import { pages } from '../common/sdk/pages.ts';
import type { MpaStatus, MpaTeamAssociation } from './client.ts';
import { getSession, listSessions, MpaClient, type Session as MpaSession, type SessionSummary } from './mpa-client.ts';

export const errors: Readonly<Record<string, ErrorClass>> = {
  ...usualExceptions,
  InvalidParameterException: 'INVALID',
};

export interface Vote {
  sessionArn?: string;
  /** CREATING, PENDING, APPROVED, FAILED or CANCELLED; UNKNOWN where nothing shows it. */
  status: string;
  initiatedAt?: Date;
  expiresAt?: Date;
  completedAt?: Date;
  /** It began after the request was made, and so is this request's own. */
  isSince: boolean;
  /** The approved removal was carried out. */
  executed: boolean;
  /** It is about the removal of the association, not about another team for it. */
  isRemoval: boolean;
  /** Why the session itself could not be read. */
  unreadable?: string;
  /** Why nothing came of it. */
  failure?: Pick<Failed, 'error' | 'message' | 'advice'>;
}

/** Multi-party approval's docs; the session's own ExpirationTime counts where it can be read. */
const LIFETIME_MS = 24 * 60 * 60 * 1000;

/** Every status and status code that Multi-party approval knows, and what each makes of the vote. */
export const sessionFailures: Readonly<Record<string, Vote['failure']>> = {
  CREATING: undefined,
  PENDING: undefined,
  APPROVED: undefined,
  ALL_APPROVERS_IN_SESSION: undefined,
  FAILED: voteFailure('VoteFailed', 'The approval session failed'),
  REJECTED: voteFailure('VoteRejected', 'The approvers rejected the removal'),
  EXPIRED: voteFailure('VoteExpired', 'The approval session expired before enough approvers had voted'),
  CANCELLED: voteFailure('VoteCancelled', 'The approval session was cancelled'),
  CONFIGURATION_CHANGED: voteFailure('VoteCancelled', 'The approval session ended because its team was changed'),
  TEAM_DELETED: voteFailure('VoteCancelled', 'The approval session ended because its team was deleted'),
  CANCELLED_BY_USER: voteFailure('VoteCancelled', 'An administrator cancelled the approval session'),
};

function voteFailure(error: string, message: string): Vote['failure'] {
  return { error, message, advice: 'Speak with the approvers, then send a new request: this one makes no other.' };
}

/** The vote that an association shows, completed from its session. */
export async function voteOf(status: MpaStatus | undefined, context: RunContext): Promise<Vote> {
  const { MpaSessionArn: arn, Status = 'UNKNOWN', StatusMessage, InitiationDate } = status ?? {};
  const { answer: session, unreadable } = arn === undefined ? {} : await readSession(arn, context);
  if (arn === undefined || session === undefined) {
    const failure = failureOf({ Status, ...(StatusMessage !== undefined && { StatusMessage }) });
    return {
      status: Status,
      isSince: isSince(InitiationDate, context),
      executed: false,
      isRemoval: true,
      ...(arn !== undefined && { sessionArn: arn }),
      ...(unreadable !== undefined && { unreadable }),
      ...(InitiationDate !== undefined && {
        initiatedAt: InitiationDate,
        expiresAt: new Date(InitiationDate.getTime() + LIFETIME_MS),
      }),
      ...(failure !== undefined && { failure }),
    };
  }
  return voteIn({ ...session, SessionArn: arn }, context);
}

function voteIn(read: MpaSession, context: RunContext): Vote {
  const { SessionArn, Status = 'UNKNOWN', InitiationTime, ExpirationTime, CompletionTime, ExecutionStatus } = read;
  const failure = failureOf(read);
  return {
    status: Status,
    isSince: InitiationTime !== undefined && isSince(new Date(InitiationTime), context),
    executed: ExecutionStatus === 'EXECUTED',
    isRemoval: isAboutRemoval(read),
    ...(SessionArn !== undefined && { sessionArn: SessionArn }),
    ...(InitiationTime !== undefined && { initiatedAt: new Date(InitiationTime) }),
    ...(ExpirationTime !== undefined && { expiresAt: new Date(ExpirationTime) }),
    ...(CompletionTime !== undefined && { completedAt: new Date(CompletionTime) }),
    ...(failure !== undefined && { failure }),
  };
}

/** The more exact word counts: that of the execution before the status code, and the code before the status. */
function failureOf({ Status = '', StatusCode = '', StatusMessage, ExecutionStatus }: MpaSession): Vote['failure'] {
  if (ExecutionStatus === 'FAILED') {
    return {
      error: 'ExecutionFailed',
      message: `The removal was approved, but could not be carried out${StatusMessage === undefined ? '' : `: ${StatusMessage}`}`,
      advice: "See whether the requester's permissions still held when it was approved, then send a new request.",
    };
  }
  const failure =
    sessionFailures[Status] === undefined ? undefined : (sessionFailures[StatusCode] ?? sessionFailures[Status]);
  if (failure === undefined || StatusMessage === undefined) return failure;
  return { ...failure, message: `${failure.message}: ${StatusMessage}` };
}

/**
 * The vote on a removal of this association that was open when the request was made or began since, if there is one. The
 * association shows its newest session, or none: after a rejection it may be as it was before, and a team associated
 * anew shows nothing of the one that was removed.
 */
export async function voteSince(association: MpaTeamAssociation, context: RunContext): Promise<Vote | undefined> {
  const { MpaStatus: status, MpaTeamArn: team } = association;
  if (isSince(status?.InitiationDate, context)) {
    const vote = await voteOf(status, context);
    if (vote.isRemoval) return vote;
  }
  const listed = team === undefined ? undefined : await newestSince(team, context);
  return listed === undefined ? undefined : voteOf({ MpaSessionArn: listed }, context);
}

/** Services may cut a time to the second, so a session that began in the request's own second counts as begun since. */
function isSince(time: Date | string | undefined, { request }: RunContext): boolean {
  return time !== undefined && new Date(time).getTime() >= Math.floor(Date.parse(request.timestamp) / 1000) * 1000;
}

/** A team may be shared by accounts and protects actions in many Regions: only our own sessions count. */
async function newestSince(team: string, context: RunContext): Promise<string | undefined> {
  const region = await readClient(MpaClient, context).config.region();
  const { answer = [] } = await whereReadable(() => sessionsOf(team, context));
  return answer
    .filter((row) => isAboutRemoval(row) && isOf(row, { region, account: context.account }))
    .filter(({ InitiationTime, CompletionTime }) =>
      [InitiationTime, CompletionTime].some((time) => isSince(time, context)),
    )
    .toSorted((one, other) => (one.InitiationTime ?? '').localeCompare(other.InitiationTime ?? ''))
    .at(-1)?.SessionArn;
}

async function sessionsOf(team: string, context: RunContext): Promise<SessionSummary[]> {
  const client = clientFor(team, context);
  const all: SessionSummary[] = [];
  const list = (NextToken: string | undefined) =>
    client.send(listSessions({ ApprovalTeamArn: team, MaxResults: 20, NextToken }));
  for await (const { Sessions = [] } of pages(list)) all.push(...Sessions);
  return all;
}

function isAboutRemoval({ ActionName }: SessionSummary): boolean {
  return ActionName === undefined || /DisassociateMpaTeam/i.test(ActionName);
}

function isOf(
  { RequesterAccountId = '', RequesterRegion }: SessionSummary,
  { region, account = RequesterAccountId }: { region: string; account: string | undefined },
): boolean {
  return RequesterAccountId === account && (RequesterRegion === undefined || RequesterRegion === region);
}

async function readSession(arn: string, context: RunContext): Promise<Readable<MpaSession>> {
  const client = clientFor(arn, context);
  return whereReadable(async () => {
    const { answer, failure } = await tryCall(() => client.send(getSession({ SessionArn: arn })), classify);
    if (failure !== undefined && failure.errorClass !== 'NOT_FOUND') throw failure.error;
    return answer;
  });
}

interface Readable<Answer> {
  answer?: Answer | undefined;
  unreadable?: string;
}

/**
 * A requester sees sessions only where their team is shared with it, so one that may not be read fails no request whose
 * approvers have their mails already: the association itself shows how the vote stands.
 */
async function whereReadable<Answer>(read: () => Promise<Answer | undefined>): Promise<Readable<Answer>> {
  try {
    return { answer: await read() };
  } catch (error) {
    if (!(error instanceof Error) || classify(error) !== 'DENIED') throw error;
    return { unreadable: error.message };
  }
}

function classify(error: Error): ErrorClass {
  return classifyError(error, errors);
}

/** Teams and sessions live in one Region, whichever one they protect: their ARNs name it. */
function clientFor(arn: string, context: RunContext): MpaClient {
  const region = arn.split(':')[3];
  return readClient(MpaClient, context, region === undefined ? {} : { region });
}
