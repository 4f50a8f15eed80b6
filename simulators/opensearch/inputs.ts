import type * as sdk from '@aws-sdk/client-opensearch';
import type { SdkOperations } from '@offboard/local-aws/service';
import { type Inputs, integer, list, oneOf, required, text } from '@offboard/local-aws/service';

const PACKAGE_ID = text({ pattern: '^([FG][0-9]+)$|^(pkg-[a-f0-9]+)$' });
const DOMAIN_NAME = text({ length: [3, 28], pattern: '[a-z][a-z0-9\\-]+' });
const ROLE_ARN = text({
  length: [20, 2048],
  pattern: 'arn:(aws|aws\\-cn|aws\\-us\\-gov|aws\\-iso|aws\\-iso\\-b):iam::[0-9]+:role\\/.*',
});
const PACKAGE_ASSOCIATION_CONFIGURATION = {
  KeyStoreAccessOption: { KeyAccessRoleArn: ROLE_ARN, KeyStoreAccessEnabled: required('boolean') },
} as const;
const MAX_RESULTS = integer(0, 100);
const DESCRIBE_PACKAGES_FILTER_VALUE = text({ pattern: '^[0-9a-zA-Z\\*\\.\\_\\\\\\/\\?-]+$' });

export const INPUTS = {
  DissociatePackage: { PackageID: required(PACKAGE_ID), DomainName: required(DOMAIN_NAME) },
  DissociatePackages: { PackageList: required([PACKAGE_ID]), DomainName: required(DOMAIN_NAME) },
  AssociatePackage: {
    PackageID: required(PACKAGE_ID),
    DomainName: required(DOMAIN_NAME),
    PrerequisitePackageIDList: [PACKAGE_ID],
    AssociationConfiguration: PACKAGE_ASSOCIATION_CONFIGURATION,
  },
  AssociatePackages: {
    PackageList: required([
      {
        PackageID: required(PACKAGE_ID),
        PrerequisitePackageIDList: [PACKAGE_ID],
        AssociationConfiguration: PACKAGE_ASSOCIATION_CONFIGURATION,
      },
    ]),
    DomainName: required(DOMAIN_NAME),
  },
  ListPackagesForDomain: { DomainName: required(DOMAIN_NAME), MaxResults: MAX_RESULTS, NextToken: 'text' },
  ListDomainsForPackage: { PackageID: required(PACKAGE_ID), MaxResults: MAX_RESULTS, NextToken: 'text' },
  ListDomainNames: { EngineType: oneOf('OpenSearch', 'Elasticsearch') },
  DescribePackages: {
    Filters: [
      {
        Name: oneOf('PackageID', 'PackageName', 'PackageStatus', 'PackageType', 'EngineVersion', 'PackageOwner'),
        Value: list(DESCRIBE_PACKAGES_FILTER_VALUE, { length: [1, Number.POSITIVE_INFINITY] }),
      },
    ],
    MaxResults: MAX_RESULTS,
    NextToken: 'text',
  },
  DescribeDomain: { DomainName: required(DOMAIN_NAME) },
} as const satisfies Inputs;

export type Operations = SdkOperations<typeof sdk, typeof INPUTS>;
