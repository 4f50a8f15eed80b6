import { controlApi } from './api.ts';
import { polled } from './polling.ts';

export interface SimulatedAssociation {
  kind: string;
  key: string;
  account: string;
  region: string;
  status: string;
  statusSince: string;
  next?: { status: string; at: string };
  scriptedOutcome?: { outcome?: string };
  outcomes: string[];
  session?: ApprovalSession;
}

/** A session of AWS Multi-party approval. */
export interface ApprovalSession {
  arn: string;
  status: string;
  required: number;
  approvers: string[];
  votes: { approver: string; vote: 'APPROVE' | 'REJECT'; at: string }[];
}

export const simulatedAssociations = polled(
  () => controlApi<{ associations: SimulatedAssociation[] }>('GET', 'associations'),
  1_500,
);
