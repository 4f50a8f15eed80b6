import type { AssociationDescription } from '../common/contract.ts';
import { permissions } from './permissions.ts';
import { policy } from './policy.ts';
import { target, type VpcAssociation } from './target.ts';

export const route53VpcAssociation: AssociationDescription<VpcAssociation> = {
  kind: 'route53-vpc-association',
  target,
  policy,
  permissions,
};
