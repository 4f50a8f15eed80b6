import type { RepositoryDescription, RepositorySummary } from '@aws-sdk/client-codeartifact';
import type { AccountRegion, Call, Permission } from '@offboard/local-aws/service';
import type { SimulatedCloud } from '@offboard/local-aws/simulation';
import { type ConnectionAssociation, externalConnections } from './associations.ts';
import { invalid, notFound } from './model.ts';
import { domains, type Repository, repositories } from './resources.ts';

/** The public repositories CodeArtifact names in its user guide, and what format each serves. */
const formats = {
  'public:npmjs': 'npm',
  'public:pypi': 'pypi',
  'public:nuget-org': 'nuget',
  'public:maven-central': 'maven',
  'public:maven-googleandroid': 'maven',
  'public:maven-gradleplugins': 'maven',
  'public:maven-commonsware': 'maven',
  'public:maven-clojars': 'maven',
  'public:ruby-gems-org': 'ruby',
  'public:crates-io': 'cargo',
} as const;

export function formatOf(name: string): (typeof formats)[keyof typeof formats] {
  const format = formats[name as keyof typeof formats];
  if (!format) throw invalid(`The external connection '${name}' is not valid.`);
  return format;
}

/** A repository lives in the account that owns its domain. */
export function locationOf(
  { account, region }: AccountRegion,
  { domainOwner }: { domainOwner?: string | undefined },
): AccountRegion {
  return { account: domainOwner ?? account, region };
}

export function repositoryOf(cloud: SimulatedCloud, location: AccountRegion, domain: string, name: string): Repository {
  domainOf(cloud, location, domain);
  const repository = cloud.resource(repositories, location, `${domain}/${name}`);
  if (!repository) throw notFound(`Repository '${name}' does not exist in domain '${domain}'.`, name, 'repository');
  return repository;
}

export function domainOf(cloud: SimulatedCloud, location: AccountRegion, domain: string) {
  const found = cloud.resource(domains, location, domain);
  if (!found) throw notFound(`Domain '${domain}' does not exist.`, domain, 'domain');
  return found;
}

export function connectionsOf(
  cloud: SimulatedCloud,
  location: AccountRegion,
  repository: Repository,
  time: number,
): ConnectionAssociation[] {
  return cloud.listed(externalConnections, time, location, `${repository.domain}/${repository.repository}/`);
}

export function summary(location: AccountRegion, repository: Repository): RepositorySummary {
  return {
    name: repository.repository,
    administratorAccount: repository.administratorAccount,
    domainName: repository.domain,
    domainOwner: location.account,
    arn: repositoryArn(location, repository.domain, repository.repository),
    description: repository.description,
    createdTime: new Date(repository.createdAt),
  };
}

export function description(
  location: AccountRegion,
  repository: Repository,
  connections: readonly ConnectionAssociation[],
): RepositoryDescription {
  return {
    ...summary(location, repository),
    upstreams: repository.upstreams.map((repositoryName) => ({ repositoryName })),
    externalConnections: connections.map(({ facts: { externalConnection } }) => ({
      externalConnectionName: externalConnection,
      packageFormat: formatOf(externalConnection),
      status: 'Available',
    })),
  };
}

export function repositoryArn({ account, region }: AccountRegion, domain = '', name = ''): string {
  return `arn:aws:codeartifact:${region}:${account}:repository/${domain}/${name}`;
}

export function domainArn({ account, region }: AccountRegion, domain = ''): string {
  return `arn:aws:codeartifact:${region}:${account}:domain/${domain}`;
}

/** Query parameter -> member, where an operation is about one repository. */
export const REPOSITORY = { domain: 'domain', 'domain-owner': 'domainOwner', repository: 'repository' };

interface NamesRepository {
  domain?: string | undefined;
  domainOwner?: string | undefined;
  repository?: string | undefined;
}

export function onRepository(action: string) {
  return (input: NamesRepository, call: Call): Permission[] => [
    { action, resource: repositoryArn(locationOf(call, input), input.domain, input.repository) },
  ];
}
