/** Approvals that an execution waits for: a person's answer to a plan, or the votes of a team's approvers. */

import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { offboardingApprovalExpiring } from '../../events/offboarding-approval-expiring.ts';
import { offboardingApprovalRequested } from '../../events/offboarding-approval-requested.ts';
import type { Requester } from '../../offboardings/requester.ts';
import { parseObject } from '../json.ts';

export interface PendingApproval {
  /** `anyone but dana`, `the approvers of team payments` */
  approvers: string;
  /** Who requested the plan, as claimed. */
  requestedBy?: string;
  /** `approve or deny the removal of 3 associations` */
  action: string;
  /** When it expires. ISO 8601. */
  until?: string;
  /** What happens without an answer, as a sentence. */
  onTimeout: string;
  /** The risks by which the plan needs an approval. */
  risks?: string[];
}

/** The data of OffboardingApprovalRequested, and of OffboardingApprovalExpiring. */
interface ApprovalRequest {
  plan: { associations: number };
  risks: string[];
  requestedBy?: string;
  requester?: Pick<Requester, 'name' | 'proof'>;
  approvalsNeeded?: number;
  until: string;
}

/** The offboard machine's state that waits for the answer to a plan. */
const APPROVAL_STATE = 'WaitForApproval';

/** @returns undefined where the execution is in another state, or its history shows no request for approval. */
export function pendingPlanApproval(
  state: string | undefined,
  events: readonly HistoryEvent[],
): PendingApproval | undefined {
  const request = state === APPROVAL_STATE ? events.map(approvalRequestIn).findLast((data) => data) : undefined;
  if (!request) return undefined;
  const { plan, risks, requester, until, approvalsNeeded = 1 } = request;
  const requestedBy = requester?.name ?? request.requestedBy;
  const approvers = approvalsNeeded === 1 ? 'anyone' : 'two different people';
  return {
    ...(requestedBy === undefined ? {} : { requestedBy }),
    approvers: requestedBy === undefined ? 'an approver' : `${approvers} but ${requestedBy}, who requested it`,
    action: `approve or deny the removal of ${plan.associations} ${plan.associations === 1 ? 'association' : 'associations'}`,
    until,
    onTimeout: 'Without an answer it is denied.',
    risks,
  };
}

const ASKING: readonly unknown[] = [offboardingApprovalRequested, offboardingApprovalExpiring].map(
  ({ detailType }) => detailType,
);

function approvalRequestIn({ lambdaFunctionScheduledEventDetails }: HistoryEvent): ApprovalRequest | undefined {
  const input = parseObject(lambdaFunctionScheduledEventDetails?.input);
  return ASKING.includes(input?.detailType) ? (input?.data as ApprovalRequest) : undefined;
}

/** The progress of an approval team's disassociation; only what is read here. */
export interface VoteProgress {
  waitingFor?: string;
  waitingMessage?: string;
  until?: string;
  snapshot?: { Action?: string; MpaTeamArn?: string };
}

/** @returns undefined for what waits for no vote. */
export function pendingVotes({ waitingFor, until, snapshot }: VoteProgress): PendingApproval | undefined {
  if (waitingFor !== 'votes') return undefined;
  const team = snapshot?.MpaTeamArn?.split('/').at(-1);
  return {
    approvers: team === undefined ? 'the approvers' : `the approvers of team ${team}`,
    action: `vote on the removal of the team${snapshot?.Action === undefined ? '' : ` for ${snapshot.Action}`}`,
    ...(until === undefined ? {} : { until }),
    onTimeout: 'Without enough votes the session expires and nothing is removed.',
  };
}
