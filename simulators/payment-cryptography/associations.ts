import { ABSENT, associationType, type CloudReader } from '@offboard/local-aws/simulation';
import { sessionOf, teamOf } from '../mpa/resources.ts';
import { sessionAt } from '../mpa/sessions.ts';
import { type TeamAssociation, type TeamFacts, teamStateAt } from './team-state.ts';

export const mpaTeams = associationType<TeamFacts>({
  kind: 'payment-cryptography-mpa-team',
  keyOf: ({ action }) => action,
  targetOf: ({ action }) => ({ action }),
  activeStatus: 'ACTIVE',
  /**
   * `rejected`, `cancelled`: the session's answer after `after` seconds; `expires`: nobody answers; `not-executed`:
   * approved, but the requester may no longer do it.
   */
  outcomes: ['succeeds', 'rejected', 'expires', 'cancelled', 'not-executed', 'stuck', 'busy', 'error'],
  trials: {
    slow: { outcome: 'succeeds', after: 60 },
    stuck: { outcome: 'expires' },
    rates: { rejected: 0.2, expires: 0.1, cancelled: 0.1, 'not-executed': 0.1 },
  },
  dates: 'latest-change',
  statusAt: (cloud, association, time) => teamStateAt(cloud, association, time)?.state ?? ABSENT,
  detailsOf: sessionDetails,
  // A new association has no session of its own yet.
  factsAnew: ({ action, teamArn }) => ({ action, teamArn }),
});

/** The newest session, with the votes so far. */
function sessionDetails(cloud: CloudReader, { facts }: TeamAssociation) {
  const session = facts.sessionArn === undefined ? undefined : sessionOf(cloud, facts.sessionArn);
  const team = session && teamOf(cloud, session.teamArn);
  if (!session || !team) return {};
  const now = cloud.now();
  return {
    session: {
      arn: session.arn,
      status: sessionAt(session, team, now).status,
      expires: iso(session.expires),
      required: team.required,
      approvers: team.approvers,
      votes: session.votes
        .filter(({ at }) => at <= now)
        .map(({ approver, vote, at }) => ({ approver, vote, at: iso(at) })),
    },
  };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
