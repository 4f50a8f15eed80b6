/** Instances, users and groups of IAM Identity Center. */

import { resourceType } from '@offboard/local-aws/simulation';

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

/** By their identity stores. */
export const instances = resourceType<Instance>('identity-center-instance');
/** By `store/id`. */
export const users = resourceType<User>('identity-store-user');
export const groups = resourceType<Group>('identity-store-group');
