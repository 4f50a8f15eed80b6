/** How approvers answer a session: by its scripted outcome, or one by one through the control API. */

import { random } from '@offboard/local-aws/random';
import { between, type DrawnOutcome, type SimulatedCloud } from '@offboard/local-aws/simulation';
import { type ApprovalSession, saveSession, sessionOf, type Team, teamOf, type Vote } from './resources.ts';
import { sessionAt } from './sessions.ts';

/** The answers that a session which begins now will get. */
export function plannedAnswers(
  cloud: SimulatedCloud,
  team: Team,
  {
    outcome: { outcome, after },
    sessionArn,
    initiation,
  }: { outcome: DrawnOutcome; sessionArn: string; initiation: number },
): Pick<ApprovalSession, 'votes' | 'cancelledAt' | 'execution'> {
  const at = initiation + after * 1000;
  const executes = Math.round(
    between(cloud.duration('execution'), random(cloud.options.seed, 'execution', sessionArn)()),
  );
  switch (outcome) {
    case 'rejected':
      return { votes: votesUntil(at, initiation, 'REJECT', team) };
    case 'expires':
      return { votes: [] };
    case 'cancelled':
      return { votes: [], cancelledAt: at };
    case 'stuck':
      return { votes: votesUntil(at, initiation, 'APPROVE', team) };
    default:
      return {
        votes: votesUntil(at, initiation, 'APPROVE', team),
        execution: { after: executes, result: outcome === 'not-executed' ? 'FAILED' : 'EXECUTED' },
      };
  }
}

/** As many votes as decide, spread evenly, the deciding one at `at`. */
function votesUntil(at: number, from: number, vote: Vote['vote'], { approvers, required }: Team): Vote[] {
  const needed = vote === 'APPROVE' ? required : approvers.length - required + 1;
  return approvers.slice(0, needed).map((approver, index) => ({
    approver,
    vote,
    at: Math.round(from + ((at - from) * (index + 1)) / needed),
  }));
}

/**
 * One approver answers now. From then on only people decide: the planned answers are dropped.
 * @throws RangeError where the session is unknown or over, the approver not on its team, or has answered already.
 */
export function vote(
  cloud: SimulatedCloud,
  sessionArn: string,
  approver: string,
  answer: Vote['vote'],
): ApprovalSession {
  const { session, team } = openSession(cloud, sessionArn);
  const now = cloud.now();
  const cast = session.votes.filter(({ at }) => at <= now);
  if (!team.approvers.includes(approver)) {
    throw new RangeError(`${approver} is not on team ${team.name}; its approvers: ${team.approvers.join(', ')}`);
  }
  if (cast.some((earlier) => earlier.approver === approver)) {
    throw new RangeError(`${approver} has answered session ${sessionArn} already`);
  }
  const { cancelledAt: _dropped, ...rest } = session;
  const next: ApprovalSession = {
    ...rest,
    votes: [...cast, { approver, vote: answer, at: now }],
    execution: session.execution ?? { after: cloud.duration('execution')[0], result: 'EXECUTED' },
  };
  saveSession(cloud, next);
  return next;
}

/** Cancels the session, as an administrator's CancelSession does. @throws RangeError where it is over. */
export function cancel(cloud: SimulatedCloud, sessionArn: string): ApprovalSession {
  const { session } = openSession(cloud, sessionArn);
  const next = { ...session, cancelledAt: cloud.now() };
  saveSession(cloud, next);
  return next;
}

function openSession(cloud: SimulatedCloud, sessionArn: string): { session: ApprovalSession; team: Team } {
  const session = sessionOf(cloud, sessionArn);
  const team = session && teamOf(cloud, session.teamArn);
  if (!session || !team) throw new RangeError(`there is no approval session ${sessionArn}`);
  const { status } = sessionAt(session, team, cloud.now());
  if (status !== 'PENDING') throw new RangeError(`session ${sessionArn} is over: ${status}`);
  return { session, team };
}
