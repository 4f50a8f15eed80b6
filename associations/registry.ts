/** Every kind of association there is. One line a kind; its provider is reached by its path, never from here. */

import { codeartifactExternalConnection } from './codeartifact-external-connection/index.ts';
import type { AssociationDescription } from './common/contract.ts';
import { eksAccessPolicy } from './eks-access-policy/index.ts';
import { identityCenterAccountAssignment } from './identity-center-account-assignment/index.ts';
import { identityCenterGroupMembership } from './identity-center-group-membership/index.ts';
import { licenseManagerUser } from './license-manager-user/index.ts';
import { openSearchPackages } from './opensearch-packages/index.ts';
import { paymentCryptographyMpaTeam } from './payment-cryptography-mpa-team/index.ts';
import { ramResourceShare } from './ram-resource-share/index.ts';
import { redshiftDatashareConsumer } from './redshift-datashare-consumer/index.ts';
import { route53VpcAssociation } from './route53-vpc-association/index.ts';

export const associations = {
  'opensearch-packages': openSearchPackages,
  'codeartifact-external-connection': codeartifactExternalConnection,
  'redshift-datashare-consumer': redshiftDatashareConsumer,
  'eks-access-policy': eksAccessPolicy,
  'identity-center-account-assignment': identityCenterAccountAssignment,
  'identity-center-group-membership': identityCenterGroupMembership,
  'route53-vpc-association': route53VpcAssociation,
  'license-manager-user': licenseManagerUser,
  'payment-cryptography-mpa-team': paymentCryptographyMpaTeam,
  'ram-resource-share': ramResourceShare,
} as const;

export type Kind = keyof typeof associations;

export const kinds = Object.keys(associations) as readonly Kind[];

/** Whom or what an offboarding may be about, over all kinds: subject type -> the subjects, for people. */
export const subjectTypes: ReadonlyMap<string, string> = new Map(
  Array.from(
    Map.groupBy(
      Object.values(associations).flatMap(({ policy }) => Object.entries(policy.subjects)),
      ([type]) => type,
    ),
    ([type, searches]) => [type, searches.map(([, { description }]) => description).join(' or ')],
  ),
);

export class UnknownKind extends Error {
  override readonly name = 'UnknownKind';

  constructor(kind: string) {
    super(`there is no kind of association '${kind}'; there are ${kinds.join(', ')}`);
  }
}

export function isKind(kind: string): kind is Kind {
  return Object.hasOwn(associations, kind);
}

/** @throws UnknownKind, which lists the kinds. */
export function associationOf(kind: string): AssociationDescription {
  if (!isKind(kind)) throw new UnknownKind(kind);
  return associations[kind] as unknown as AssociationDescription;
}
