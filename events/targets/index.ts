/** What identifies an association, kind by kind: plain data, one line a kind. */

import { codeartifactExternalConnection } from './codeartifact-external-connection.ts';
import { licenseManagerUser } from './license-manager-user.ts';
import { opensearchPackages } from './opensearch-packages.ts';
import { paymentCryptographyMpaTeam } from './payment-cryptography-mpa-team.ts';
import { redshiftDatashareConsumer } from './redshift-datashare-consumer.ts';

export const targets = {
  'opensearch-packages': opensearchPackages,
  'codeartifact-external-connection': codeartifactExternalConnection,
  'redshift-datashare-consumer': redshiftDatashareConsumer,
  'license-manager-user': licenseManagerUser,
  'payment-cryptography-mpa-team': paymentCryptographyMpaTeam,
} as const;

export type Kind = keyof typeof targets;

export const kinds = Object.keys(targets) as readonly Kind[];
