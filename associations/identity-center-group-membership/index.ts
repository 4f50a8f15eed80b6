import type { AssociationDescription } from '../common/contract.ts';
import { permissions } from './permissions.ts';
import { policy } from './policy.ts';
import { type GroupMembership, target } from './target.ts';

export const identityCenterGroupMembership: AssociationDescription<GroupMembership> = {
  kind: 'identity-center-group-membership',
  target,
  policy,
  permissions,
};
