/** Repositories and their external connections, as the cloud has them. */

import type { RepositoryDescription, RepositorySummary } from '@aws-sdk/client-codeartifact';
import { ABSENT, stepAt } from '@offboard/local-aws/simulation';
import type { Association, Place } from '../kinds.ts';
import type { Repository } from '../resources.ts';
import type { SimulatedCloud } from '../simulated-cloud.ts';
import { invalid, notFound } from './model.ts';

export type ConnectionAssociation = Association<'codeartifact-external-connection'>;

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
export function placeOf({ account, region }: Place, { domainOwner }: { domainOwner?: string | undefined }): Place {
  return { account: domainOwner ?? account, region };
}

export function repositoryOf(cloud: SimulatedCloud, place: Place, domain: string, name: string): Repository {
  domainOf(cloud, place, domain);
  const repository = cloud.resource('repository', place, `${domain}/${name}`);
  if (!repository) throw notFound(`Repository '${name}' does not exist in domain '${domain}'.`, name, 'repository');
  return repository;
}

export function domainOf(cloud: SimulatedCloud, place: Place, domain: string) {
  const found = cloud.resource('artifact-domain', place, domain);
  if (!found) throw notFound(`Domain '${domain}' does not exist.`, domain, 'domain');
  return found;
}

export function connectionsOf(
  cloud: SimulatedCloud,
  place: Place,
  repository: Repository,
  time: number,
): ConnectionAssociation[] {
  return cloud
    .associations('codeartifact-external-connection', place, `${repository.domain}/${repository.repository}/`)
    .filter(({ timeline }) => stepAt(timeline, time).status !== ABSENT);
}

export function summary(place: Place, repository: Repository): RepositorySummary {
  return {
    name: repository.repository,
    administratorAccount: repository.administratorAccount,
    domainName: repository.domain,
    domainOwner: place.account,
    arn: repositoryArn(place, repository.domain, repository.repository),
    description: repository.description,
    createdTime: new Date(repository.createdAt),
  };
}

export function description(
  place: Place,
  repository: Repository,
  connections: readonly ConnectionAssociation[],
): RepositoryDescription {
  return {
    ...summary(place, repository),
    upstreams: repository.upstreams.map((repositoryName) => ({ repositoryName })),
    externalConnections: connections.map(({ facts: { externalConnection } }) => ({
      externalConnectionName: externalConnection,
      packageFormat: formatOf(externalConnection),
      status: 'Available',
    })),
  };
}

export function repositoryArn({ account, region }: Place, domain = '', name = ''): string {
  return `arn:aws:codeartifact:${region}:${account}:repository/${domain}/${name}`;
}

export function domainArn({ account, region }: Place, domain = ''): string {
  return `arn:aws:codeartifact:${region}:${account}:domain/${domain}`;
}
