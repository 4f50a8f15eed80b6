import type { KindPermissions, Statement } from '../common/permissions.ts';

const domains = ['arn:{partition}:es:{regions}:{account}:domain/{domains}'];

const listPackages: Statement = { actions: ['es:ListPackagesForDomain'], resources: domains };

export const permissions: KindPermissions = {
  parameters: [{ name: 'domains', default: '*', description: 'OpenSearch domains, as a pattern over their names' }],
  start: [{ actions: ['es:DissociatePackages'], resources: domains }, listPackages],
  poll: [listPackages],
  discover: [
    {
      actions: ['es:ListDomainNames', 'es:ListDomainsForPackage'],
      resources: ['*'],
      reason: 'OpenSearch Service has no resource type for listing domains',
    },
    listPackages,
  ],
  restore: [{ actions: ['es:AssociatePackages'], resources: domains }, listPackages],
};
