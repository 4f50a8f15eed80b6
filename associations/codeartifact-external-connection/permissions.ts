import type { KindPermissions, Statement } from '../common/permissions.ts';

const repositories = ['arn:{partition}:codeartifact:{regions}:{account}:repository/{repositories}'];

const describeRepository: Statement = { actions: ['codeartifact:DescribeRepository'], resources: repositories };

export const permissions: KindPermissions = {
  parameters: [
    {
      name: 'repositories',
      default: '*',
      description: 'CodeArtifact repositories, as a pattern over domain/repository',
    },
  ],
  /** CodeArtifact user guide, "Quotas in AWS CodeArtifact": 100 write requests a second. */
  rates: { codeartifact: 100 },
  start: [{ actions: ['codeartifact:DisassociateExternalConnection'], resources: repositories }, describeRepository],
  poll: [describeRepository],
  discover: [
    {
      actions: ['codeartifact:ListDomains'],
      resources: ['*'],
      reason: 'CodeArtifact has no resource type for listing domains',
    },
    {
      actions: ['codeartifact:ListRepositoriesInDomain'],
      resources: ['arn:{partition}:codeartifact:{regions}:{account}:domain/*'],
    },
    describeRepository,
  ],
  restore: [{ actions: ['codeartifact:AssociateExternalConnection'], resources: repositories }, describeRepository],
};
