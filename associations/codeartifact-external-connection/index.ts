import type { AssociationDescription } from '../common/contract.ts';
import { permissions } from './permissions.ts';
import { policy } from './policy.ts';
import { type ExternalConnection, target } from './target.ts';

export const codeartifactExternalConnection: AssociationDescription<ExternalConnection> = {
  kind: 'codeartifact-external-connection',
  target,
  policy,
  permissions,
};
