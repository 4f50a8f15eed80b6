import type { AssociationDescription } from '../common/contract.ts';
import { permissions } from './permissions.ts';
import { policy } from './policy.ts';
import { type OpenSearchPackages, target } from './target.ts';

export const openSearchPackages: AssociationDescription<OpenSearchPackages> = {
  kind: 'opensearch-packages',
  target,
  policy,
  permissions,
};
