/** Approval sessions: how a vote stands at a time, and what that makes of a team's association. */

import { ABSENT, stepAt } from '@offboard/local-aws/simulation';
import type { Association, Place } from './kinds.ts';
import type { ApprovalSession, Team, Vote } from './resources.ts';
import type { SimulatedCloud } from './simulated-cloud.ts';

/** Multi-party approval's documentation: a session lives 24 hours; no answer counts as a rejection. */
export const SESSION_LIFETIME = 24 * 60 * 60 * 1000;

export interface SessionState {
  status: 'PENDING' | 'APPROVED' | 'FAILED' | 'CANCELLED';
  code?: 'REJECTED' | 'EXPIRED' | 'CONFIGURATION_CHANGED';
  completedAt?: number;
  execution?: { status: 'PENDING' | 'EXECUTED' | 'FAILED'; at?: number };
}

export interface TeamState {
  state: 'ACTIVE' | 'UPDATE_PENDING' | 'DELETE_PENDING';
  teamArn: string;
  mpaStatus?: {
    sessionArn: string;
    status: SessionState['status'];
    initiation: number;
    message?: string;
  };
}

/** Account and Region of an ARN. */
export function placeOf(arn: string): Place {
  const [, , , region = '', account = ''] = arn.split(':');
  return { account, region };
}

export function teamOf(cloud: SimulatedCloud, arn: string): Team | undefined {
  return cloud.resource('team', placeOf(arn), arn);
}

export function sessionOf(cloud: SimulatedCloud, arn: string): ApprovalSession | undefined {
  return cloud.resource('session', placeOf(arn), arn);
}

export function saveSession(cloud: SimulatedCloud, session: ApprovalSession): void {
  cloud.putResource('session', placeOf(session.arn), session.arn, session);
}

export function sessionAt(session: ApprovalSession, team: Team, time: number): SessionState {
  const decided = decision(session, team);
  if (!decided || decided.at > time) return { status: 'PENDING' };
  const { at: completedAt, status, code } = decided;
  if (status !== 'APPROVED') return { status, completedAt, ...(code ? { code } : {}) };
  return { status, completedAt, execution: executionAt(session, completedAt, time) };
}

interface Decision {
  at: number;
  status: 'APPROVED' | 'FAILED' | 'CANCELLED';
  code?: NonNullable<SessionState['code']>;
}

/** Whatever comes first ends a session. */
function decision(session: ApprovalSession, team: Team): Decision | undefined {
  const ends: Decision[] = [{ at: session.expires, status: 'FAILED', code: 'EXPIRED' }];
  if (session.cancelledAt !== undefined) ends.push({ at: session.cancelledAt, status: 'CANCELLED' });
  if (session.supersededAt !== undefined) {
    ends.push({ at: session.supersededAt, status: 'FAILED', code: 'CONFIGURATION_CHANGED' });
  }
  const voted = byVotes(session.votes, team);
  if (voted) ends.push(voted);
  return ends.sort((a, b) => a.at - b.at)[0];
}

/** M of N approvals approve; as many rejections as make M unreachable reject. */
function byVotes(votes: readonly Vote[], { approvers, required }: Team): Decision | undefined {
  const count = { APPROVE: 0, REJECT: 0 };
  for (const { vote, at } of votes.toSorted((a, b) => a.at - b.at)) {
    count[vote]++;
    if (count.APPROVE >= required) return { at, status: 'APPROVED' };
    if (count.REJECT > approvers.length - required) return { at, status: 'FAILED', code: 'REJECTED' };
  }
  return undefined;
}

function executionAt({ execution }: ApprovalSession, approvedAt: number, time: number): SessionState['execution'] & {} {
  if (!execution) return { status: 'PENDING' };
  const at = approvedAt + execution.after * 1000;
  return at <= time ? { status: execution.result, at } : { status: 'PENDING' };
}

/** What the association shows at a time; nothing where no team is associated. */
export function teamStateAt(
  cloud: SimulatedCloud,
  association: Association<'payment-cryptography-mpa-team'>,
  time: number,
): TeamState | undefined {
  const { timeline, facts } = association;
  if (stepAt(timeline, time).status === ABSENT) return undefined;
  const session = facts.sessionArn === undefined ? undefined : sessionOf(cloud, facts.sessionArn);
  const team = session && teamOf(cloud, session.teamArn);
  if (!session || !team || time < session.initiation) return { state: 'ACTIVE', teamArn: facts.teamArn };
  return stateBy(cloud, session, sessionAt(session, team, time));
}

function stateBy(cloud: SimulatedCloud, session: ApprovalSession, stands: SessionState): TeamState | undefined {
  const { purpose, teamArn } = session;
  const pending = 'end' in purpose ? 'DELETE_PENDING' : 'UPDATE_PENDING';
  const shown = (state: TeamState['state'], message?: string): TeamState => ({
    state,
    teamArn,
    mpaStatus: {
      sessionArn: session.arn,
      status: stands.execution?.status === 'FAILED' ? 'FAILED' : stands.status,
      initiation: session.initiation,
      ...(message === undefined ? {} : { message }),
    },
  });
  if (stands.status === 'PENDING' || stands.execution?.status === 'PENDING') return shown(pending);
  if (stands.execution?.status === 'EXECUTED') {
    if (!('end' in purpose)) return { state: 'ACTIVE', teamArn: purpose.changeTo };
    return cloud.options.variants.mpaAfterApproval === 'not-found' ? undefined : shown('DELETE_PENDING');
  }
  const message = whyNot(stands);
  switch (cloud.options.variants.mpaAfterRejection) {
    case 'active-with-status':
      return shown('ACTIVE', message);
    case 'active-without':
      return { state: 'ACTIVE', teamArn };
    case 'delete-pending-failed':
      return shown(pending, message);
  }
}

function whyNot({ status, code, execution }: SessionState): string {
  if (execution) return 'The requester is no longer authorized to perform the operation';
  if (status === 'CANCELLED') return 'The approval session was cancelled';
  if (code === 'CONFIGURATION_CHANGED') return 'The approval session ended because its configuration changed';
  return 'The approval session expired or was denied';
}
