/** What identifies an association, for every kind there is. One line a kind. */

import { codeartifactExternalConnection } from './codeartifact-external-connection/target.ts';
import { licenseManagerUser } from './license-manager-user/target.ts';
import { openSearchPackages } from './opensearch-packages/target.ts';
import { paymentCryptographyMpaTeam } from './payment-cryptography-mpa-team/target.ts';
import { redshiftDatashareConsumer } from './redshift-datashare-consumer/target.ts';
import type { TargetContract } from './target.ts';

export const targets = {
  'opensearch-packages': openSearchPackages,
  'codeartifact-external-connection': codeartifactExternalConnection,
  'redshift-datashare-consumer': redshiftDatashareConsumer,
  'license-manager-user': licenseManagerUser,
  'payment-cryptography-mpa-team': paymentCryptographyMpaTeam,
} as const;

export type Kind = keyof typeof targets;

export const kinds = Object.keys(targets) as readonly Kind[];

export class UnknownKind extends Error {
  override readonly name = 'UnknownKind';

  constructor(kind: string) {
    super(`there is no kind of association '${kind}'; there are ${kinds.join(', ')}`);
  }
}

function isKind(kind: string): kind is Kind {
  return Object.hasOwn(targets, kind);
}

/** @throws UnknownKind, which lists the kinds. */
export function targetContract(kind: string): TargetContract {
  if (!isKind(kind)) throw new UnknownKind(kind);
  return targets[kind] as TargetContract<never>;
}
