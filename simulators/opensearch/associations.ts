/** A package associated with a domain. */

import { type Association, associationType } from '@offboard/local-aws/simulation';

export interface PackageFacts {
  domainName: string;
  packageId: string;
  prerequisites?: string[];
  keyAccessRoleArn?: string;
}

export type PackageAssociation = Association<PackageFacts>;

export const packageAssociations = associationType<PackageFacts>({
  kind: 'opensearch-packages',
  keyOf: ({ domainName, packageId }) => `${domainName}/${packageId}`,
  targetOf: ({ domainName, packageId }) => ({ domainName, packageIds: [packageId] }),
  activeStatus: 'ACTIVE',
  outcomes: ['succeeds', 'fails', 'stuck', 'reverts', 'unknown', 'busy', 'error'],
  trials: { slow: { outcome: 'succeeds', after: 60 }, stuck: { outcome: 'stuck' } },
  dates: 'association',
});
