import type { AssociationDescription } from '../common/contract.ts';
import { permissions } from './permissions.ts';
import { policy } from './policy.ts';
import { type ShareAssociation, target } from './target.ts';

export const ramResourceShare: AssociationDescription<ShareAssociation> = {
  kind: 'ram-resource-share',
  target,
  policy,
  permissions,
};
