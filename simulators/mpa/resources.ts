import { type AccountRegion, accountRegionOf } from '@offboard/local-aws/service';
import { type CloudReader, resourceType, type SimulatedCloud } from '@offboard/local-aws/simulation';

export interface Team {
  arn: string;
  name: string;
  description: string;
  approvers: string[];
  /** M of the M of N. */
  required: number;
  createdAt: number;
}

export interface Vote {
  approver: string;
  vote: 'APPROVE' | 'REJECT';
  /** May lie ahead: an approver who will answer then. */
  at: number;
}

export interface ApprovalSession extends AccountRegion {
  arn: string;
  teamArn: string;
  /** The kind of the association that it protects, and the action by which that is known. */
  kind: string;
  action: string;
  /** What happens on approval: the team is disassociated, or replaced by another. */
  purpose: { disassociate: true } | { changeTo: string };
  requesterArn: string;
  comment?: string;
  initiation: number;
  expires: number;
  votes: Vote[];
  cancelledAt?: number;
  /** Set when a newer request took its place. */
  supersededAt?: number;
  /** The approved operation: `after` seconds from the approval; never carried out where absent. */
  execution?: { after: number; result: 'EXECUTED' | 'FAILED' };
}

/** Both by their ARNs, in the account and Region that those name: all teams live in us-east-1. */
export const teams = resourceType<Team>('team');
export const sessions = resourceType<ApprovalSession>('session');

export function teamOf(cloud: CloudReader, arn: string): Team | undefined {
  return cloud.resource(teams, accountRegionOf(arn), arn);
}

export function sessionOf(cloud: CloudReader, arn: string): ApprovalSession | undefined {
  return cloud.resource(sessions, accountRegionOf(arn), arn);
}

export function saveSession(cloud: SimulatedCloud, session: ApprovalSession): void {
  cloud.putResource(sessions, accountRegionOf(session.arn), session.arn, session);
}
