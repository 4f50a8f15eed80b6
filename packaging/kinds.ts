/** The permissions of every kind, by its name. */

import { permissions as codeartifactExternalConnection } from '../associations/codeartifact-external-connection/permissions.ts';
import { permissions as licenseManagerUser } from '../associations/license-manager-user/permissions.ts';
import { permissions as opensearchPackages } from '../associations/opensearch-packages/permissions.ts';
import { permissions as paymentCryptographyMpaTeam } from '../associations/payment-cryptography-mpa-team/permissions.ts';
import type { KindPermissions } from '../associations/permissions.ts';
import { permissions as redshiftDatashareConsumer } from '../associations/redshift-datashare-consumer/permissions.ts';

export const permissionsByKind: Readonly<Record<string, KindPermissions>> = {
  'opensearch-packages': opensearchPackages,
  'codeartifact-external-connection': codeartifactExternalConnection,
  'redshift-datashare-consumer': redshiftDatashareConsumer,
  'license-manager-user': licenseManagerUser,
  'payment-cryptography-mpa-team': paymentCryptographyMpaTeam,
};
