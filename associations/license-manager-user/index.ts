import type { AssociationDescription } from '../common/contract.ts';
import { permissions } from './permissions.ts';
import { policy } from './policy.ts';
import { type InstanceUser, target } from './target.ts';

export const licenseManagerUser: AssociationDescription<InstanceUser> = {
  kind: 'license-manager-user',
  target,
  policy,
  permissions,
};
