import type { AssociationDescription } from '../common/contract.ts';
import { permissions } from './permissions.ts';
import { policy } from './policy.ts';
import { type MpaTeam, target } from './target.ts';

export const paymentCryptographyMpaTeam: AssociationDescription<MpaTeam> = {
  kind: 'payment-cryptography-mpa-team',
  target,
  policy,
  permissions,
};
