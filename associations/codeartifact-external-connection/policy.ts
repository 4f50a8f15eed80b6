import { synchronous } from '../common/pace.ts';
import type { PlannedAssociation, Policy } from '../common/policy.ts';
import { EXTERNAL_CONNECTIONS, type ExternalConnection } from './target.ts';

/** At most this many dependents are listed by name. */
const LISTED = 10;

export const policy: Policy<ExternalConnection> = {
  service: 'CodeArtifact',

  pace: synchronous,
  maxConcurrency: 25,

  subjects: {
    domain: { field: 'domain', description: 'a CodeArtifact domain' },
    repository: { field: 'repository', description: 'a CodeArtifact repository' },
    connection: {
      field: 'externalConnection',
      description: 'an external connection such as public:npmjs',
      values: EXTERNAL_CONNECTIONS,
    },
  },
  filterOf: ({ domain, domainOwner, repository }) => ({ domain, domainOwner, repository }),

  assess: (association, dependents) => ({
    risks: [],
    impact: [impactOn(dependents, association)],
    restoreMethod: 'associating the connection again; packages fetched before are still there',
  }),
  /** Other repositories may fetch through the repository, as their upstream. */
  dependencyOf: ({ target: { domain, repository }, account, snapshot }) => {
    const { domainOwner = account } = snapshot as { domainOwner?: string };
    return { within: `${domainOwner}/${domain}`, name: repository };
  },
  restoreSideEffects: 'the repository fetches from the public registry again',
};

function impactOn(dependents: readonly string[], { target }: PlannedAssociation<ExternalConnection>): string {
  const what = `${target.externalConnection} through ${target.domain}/${target.repository}`;
  if (dependents.length === 0) return `no other repository that could be read fetches from ${what}`;
  const more = dependents.length - LISTED;
  const listed = `${dependents.slice(0, LISTED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return `${dependents.length} more ${dependents.length === 1 ? 'repository is' : 'repositories are'} cut off from ${what}: ${listed}`;
}
