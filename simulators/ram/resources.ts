/** Resource shares, and the client tokens of changes. */

import { resourceType } from '@offboard/local-aws/simulation';

export interface Share {
  arn: string;
  name: string;
  status: 'ACTIVE' | 'DELETED';
  allowExternalPrincipals: boolean;
  featureSet: 'STANDARD' | 'CREATED_FROM_POLICY';
  createdAt: number;
}

/** By their ARNs, in the account and Region of the owner. */
export const shares = resourceType<Share>('resource-share');

/** What a change was answered, by its token: a repeat has the same answer. */
export const clientTokens = resourceType<{ request: string; answer: unknown }>('ram-client-token');
