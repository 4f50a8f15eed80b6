import type { ApprovalSession, Team, Vote } from './resources.ts';

/** Multi-party approval's documentation: a session lives 24 hours; no answer counts as a rejection. */
export const SESSION_LIFETIME = 24 * 60 * 60 * 1000;

export interface SessionState {
  status: 'PENDING' | 'APPROVED' | 'FAILED' | 'CANCELLED';
  code?: 'REJECTED' | 'EXPIRED' | 'CONFIGURATION_CHANGED';
  completedAt?: number;
  execution?: { status: 'PENDING' | 'EXECUTED' | 'FAILED'; at?: number };
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
