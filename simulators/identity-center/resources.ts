import { resourceType, type Timeline } from '@offboard/local-aws/simulation';

export interface Instance {
  instanceArn: string;
  identityStoreId: string;
  status: 'ACTIVE' | 'CREATE_IN_PROGRESS' | 'DELETE_IN_PROGRESS';
  createdAt: number;
  /** The Region in which it can be changed, where that is another one. */
  primaryRegion?: string;
}

export interface User {
  identityStoreId: string;
  userId: string;
  userName: string;
  /** The first is the primary one. */
  emails: readonly string[];
  isDisabled?: boolean;
  createdAt: number;
}

export interface Group {
  identityStoreId: string;
  groupId: string;
  displayName: string;
  /** Who keeps it by SCIM or as a directory, where it is not kept here. */
  issuer?: string;
  createdAt: number;
}

export interface PermissionSet {
  instanceArn: string;
  permissionSetArn: string;
  name: string;
  /** ISO 8601. */
  sessionDuration: string;
  createdAt: number;
}

/** A request to delete or to create an assignment, and what becomes of it. */
export interface AssignmentRequest {
  id: string;
  instanceArn: string;
  change: 'deletion' | 'creation';
  /** The assignment's key, and its fields. */
  key: string;
  facts: AssignmentFacts;
  createdAt: number;
  timeline: Timeline;
}

export interface AssignmentFacts {
  instanceArn: string;
  accountId: string;
  permissionSetArn: string;
  principalType: 'USER' | 'GROUP';
  principalId: string;
}

/** By their identity stores. */
export const instances = resourceType<Instance>('identity-center-instance');
/** By `store/id`. */
export const users = resourceType<User>('identity-store-user');
export const groups = resourceType<Group>('identity-store-group');
/** By their ARNs. */
export const permissionSets = resourceType<PermissionSet>('identity-center-permission-set');
/** By their ids. */
export const assignmentRequests = resourceType<AssignmentRequest>('identity-center-assignment-request');
