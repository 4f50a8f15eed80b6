import type { AssociationDescription } from '../common/contract.ts';
import { permissions } from './permissions.ts';
import { policy } from './policy.ts';
import { type AccountAssignment, target } from './target.ts';

export const identityCenterAccountAssignment: AssociationDescription<AccountAssignment> = {
  kind: 'identity-center-account-assignment',
  target,
  policy,
  permissions,
};
