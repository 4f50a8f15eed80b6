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
  trials: {
    slow: { outcome: 'succeeds', after: 60 },
    stuck: { outcome: 'stuck' },
    rates: { fails: 0.1, reverts: 0.05, stuck: 0.05, unknown: 0.1, busy: 0.1 },
  },
  dates: 'association',
});
