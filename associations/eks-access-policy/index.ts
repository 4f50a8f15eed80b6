import type { AssociationDescription } from '../common/contract.ts';
import { permissions } from './permissions.ts';
import { policy } from './policy.ts';
import { type AccessPolicy, target } from './target.ts';

export const eksAccessPolicy: AssociationDescription<AccessPolicy> = {
  kind: 'eks-access-policy',
  target,
  policy,
  permissions,
};
