/** The shapes of the multi-party approval operations, which the installable client does not have yet. */

export interface MpaStatus {
  MpaSessionArn: string;
  Status: 'PENDING' | 'APPROVED' | 'FAILED' | 'CANCELLED';
  InitiationDate: Date;
  StatusMessage?: string;
}

export interface MpaTeamAssociation {
  Action: string;
  MpaTeamArn: string;
  AssociationState: 'ACTIVE' | 'UPDATE_PENDING' | 'DELETE_PENDING';
  MpaStatus?: MpaStatus;
}

export interface MpaTeamResponse {
  MpaTeamAssociation: MpaTeamAssociation;
}

export interface GetMpaTeamAssociationRequest {
  Action?: string;
}

export interface DisassociateMpaTeamRequest extends GetMpaTeamAssociationRequest {
  RequesterComment?: string;
}

export interface AssociateMpaTeamRequest extends DisassociateMpaTeamRequest {
  MpaTeamArn?: string;
}
