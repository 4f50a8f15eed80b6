/** A session at a time, in the shapes of the service's answers. */

import type { ApprovalSession, Team } from './resources.ts';
import { type SessionState, sessionAt } from './sessions.ts';
import type { ApproverResponse, GetSessionResponse, SessionSummary } from './shapes.ts';

export function summary(session: ApprovalSession, team: Team, time: number): SessionSummary {
  const state = sessionAt(session, team, time);
  return {
    SessionArn: session.arn,
    ApprovalTeamArn: team.arn,
    ApprovalTeamName: team.name,
    ProtectedResourceArn: team.arn,
    InitiationTime: iso(session.initiation),
    ExpirationTime: iso(session.expires),
    ...(state.completedAt === undefined ? {} : { CompletionTime: iso(state.completedAt) }),
    Description:
      'disassociate' in session.purpose ? 'Disassociate the approval team' : 'Associate another approval team',
    ActionName: `payment-cryptography:${'disassociate' in session.purpose ? 'DisassociateMpaTeam' : 'AssociateMpaTeam'}`,
    RequesterServicePrincipal: 'payment-cryptography.amazonaws.com',
    RequesterPrincipalArn: session.requesterArn,
    RequesterAccountId: session.account,
    RequesterRegion: session.region,
    Status: state.status,
    ...(state.code === undefined ? {} : { StatusCode: state.code, StatusMessage: messages[state.code] }),
    ActionCompletionStrategy: 'AUTO_COMPLETION_UPON_APPROVAL',
  };
}

const messages: Record<NonNullable<SessionState['code']>, string> = {
  REJECTED: 'The session was rejected by the approval team',
  EXPIRED: 'The session expired before enough approvers answered',
  CONFIGURATION_CHANGED: 'The session ended because the protected configuration changed',
};

export function description(session: ApprovalSession, team: Team, time: number): GetSessionResponse {
  const { execution } = sessionAt(session, team, time);
  return {
    ...summary(session, team, time),
    ApprovalStrategy: { MofN: { MinApprovalsRequired: team.required } },
    NumberOfApprovers: team.approvers.length,
    Metadata: { Action: session.action },
    ...(execution === undefined ? {} : { ExecutionStatus: execution.status }),
    ...(session.comment === undefined ? {} : { RequesterComment: session.comment }),
    ApproverResponses: team.approvers.map((approver) => response(session, { approver, time })),
  };
}

function response(
  { votes, teamArn }: ApprovalSession,
  { approver, time }: { approver: string; time: number },
): ApproverResponse {
  const cast = votes.find((vote) => vote.approver === approver && vote.at <= time);
  const account = teamArn.split(':')[4];
  return {
    ApproverId: approver,
    IdentitySourceArn: `arn:aws:mpa:us-east-1:${account}:identity-source/iam-identity-center`,
    IdentityId: approver,
    Response: cast ? (cast.vote === 'APPROVE' ? 'APPROVED' : 'REJECTED') : 'NO_RESPONSE',
    ...(cast ? { ResponseTime: iso(cast.at) } : {}),
  };
}

export function iso(time: number): string {
  return new Date(time).toISOString();
}
