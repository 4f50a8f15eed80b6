/** Multi-party approval's shapes, written from its API reference. Its dates are ISO 8601 texts on the wire. */

export interface ApproverResponse {
  ApproverId: string;
  IdentitySourceArn: string;
  IdentityId: string;
  Response: 'APPROVED' | 'REJECTED' | 'NO_RESPONSE';
  ResponseTime?: string;
}

export interface SessionSummary {
  SessionArn: string;
  ApprovalTeamArn: string;
  ApprovalTeamName: string;
  ProtectedResourceArn: string;
  InitiationTime: string;
  ExpirationTime: string;
  CompletionTime?: string;
  Description: string;
  ActionName: string;
  RequesterServicePrincipal: string;
  RequesterPrincipalArn: string;
  RequesterAccountId: string;
  RequesterRegion: string;
  Status: 'CREATING' | 'PENDING' | 'APPROVED' | 'FAILED' | 'CANCELLED';
  StatusCode?: string;
  StatusMessage?: string;
  ActionCompletionStrategy: 'AUTO_COMPLETION_UPON_APPROVAL';
}

export interface GetSessionResponse extends SessionSummary {
  ApprovalStrategy: { MofN: { MinApprovalsRequired: number } };
  NumberOfApprovers: number;
  Metadata: Record<string, string>;
  ExecutionStatus?: 'PENDING' | 'EXECUTED' | 'FAILED';
  RequesterComment?: string;
  ApproverResponses: ApproverResponse[];
}

export interface SessionRequest {
  SessionArn?: string;
}

export interface ListRequest {
  MaxResults?: number;
  NextToken?: string;
}

export interface ListSessionsRequest extends ListRequest {
  ApprovalTeamArn?: string;
  Filters?: { FieldName?: string; Operator?: string; Value?: string }[];
}

export interface ListSessionsResponse {
  Sessions: SessionSummary[];
  NextToken?: string | undefined;
}

export interface ApprovalTeamSummary {
  CreationTime: string;
  ApprovalStrategy: { MofN: { MinApprovalsRequired: number } };
  NumberOfApprovers: number;
  Arn: string;
  Name: string;
  Description: string;
  Status: 'ACTIVE';
  StatusCode?: string;
}

export interface ListApprovalTeamsResponse {
  ApprovalTeams: ApprovalTeamSummary[];
  NextToken?: string | undefined;
}
