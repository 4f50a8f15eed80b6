/** The state of a team's association, which follows from its newest approval session. */

import { ABSENT, type Association, type CloudReader, stepAt } from '@offboard/local-aws/simulation';
import { type ApprovalSession, sessionOf, teamOf } from '../mpa/resources.ts';
import { type SessionState, sessionAt } from '../mpa/sessions.ts';
import { variants } from './variants.ts';

export interface TeamFacts {
  action: string;
  teamArn: string;
  /** The newest session about this association. */
  sessionArn?: string;
}

export type TeamAssociation = Association<TeamFacts>;

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

/** What the association shows at a time; nothing where no team is associated. */
export function teamStateAt(cloud: CloudReader, association: TeamAssociation, time: number): TeamState | undefined {
  const { timeline, facts } = association;
  if (stepAt(timeline, time).status === ABSENT) return undefined;
  const session = facts.sessionArn === undefined ? undefined : sessionOf(cloud, facts.sessionArn);
  const team = session && teamOf(cloud, session.teamArn);
  if (!session || !team || time < session.initiation) return { state: 'ACTIVE', teamArn: facts.teamArn };
  return stateBy(cloud, session, sessionAt(session, team, time));
}

function stateBy(cloud: CloudReader, session: ApprovalSession, sessionState: SessionState): TeamState | undefined {
  const { purpose, teamArn } = session;
  const pending = 'disassociate' in purpose ? 'DELETE_PENDING' : 'UPDATE_PENDING';
  const stateShown = (state: TeamState['state'], message?: string): TeamState => ({
    state,
    teamArn,
    mpaStatus: {
      sessionArn: session.arn,
      status: sessionState.execution?.status === 'FAILED' ? 'FAILED' : sessionState.status,
      initiation: session.initiation,
      ...(message === undefined ? {} : { message }),
    },
  });
  if (sessionState.status === 'PENDING' || sessionState.execution?.status === 'PENDING') return stateShown(pending);
  if (sessionState.execution?.status === 'EXECUTED') {
    if (!('disassociate' in purpose)) return { state: 'ACTIVE', teamArn: purpose.changeTo };
    return cloud.variant(variants, 'mpaAfterApproval') === 'not-found' ? undefined : stateShown('DELETE_PENDING');
  }
  const message = statusMessage(sessionState);
  switch (cloud.variant(variants, 'mpaAfterRejection')) {
    case 'active-with-status':
      return stateShown('ACTIVE', message);
    case 'active-without':
      return { state: 'ACTIVE', teamArn };
    case 'delete-pending-failed':
      return stateShown(pending, message);
  }
}

function statusMessage({ status, code, execution }: SessionState): string {
  if (execution) return 'The requester is no longer authorized to perform the operation';
  if (status === 'CANCELLED') return 'The approval session was cancelled';
  if (code === 'CONFIGURATION_CHANGED') return 'The approval session ended because its configuration changed';
  return 'The approval session expired or was denied';
}
