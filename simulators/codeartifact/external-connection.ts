/** Ending and making the external connection of a repository. Both are done when they answer. */

import type { RepositoryDescription } from '@aws-sdk/client-codeartifact';
import { AwsError, type Call } from '@offboard/local-aws/service';
import { ABSENT, instantSteps, throwScriptedError } from '@offboard/local-aws/simulation';
import type { Place } from '../kinds.ts';
import type { SimulatedCloud } from '../simulated-cloud.ts';
import { conflict, notFound } from './model.ts';
import { connectionsOf, description, formatOf, repositoryOf } from './repositories.ts';

const WORDS = { gone: ABSENT, tied: 'Available' };

export interface Connection {
  domain: string;
  repository: string;
  externalConnection: string;
}

export function disassociate(
  cloud: SimulatedCloud,
  call: Call,
  place: Place,
  named: Connection,
): RepositoryDescription {
  const repository = repositoryOf(cloud, place, named.domain, named.repository);
  const about = { kind: 'codeartifact-external-connection', key: keyOf(named) } as const;
  return cloud.mutate(call, about, () => {
    const connections = connectionsOf(cloud, place, repository, cloud.now());
    const association = connections.find(({ key }) => key === about.key);
    if (!association) throw missing(cloud, named);
    const scripted = cloud.outcomeNow(association, 'codeArtifact');
    throwScriptedError(scripted);
    if (scripted.outcome === 'busy')
      throw conflict('The repository is being changed by another request.', named.repository);
    cloud.transition({ ...association, ends: association.ends + 1 }, instantSteps(scripted, cloud.now(), WORDS));
    cloud.logEffect(call, association, 'disassociated');
    const left = connections.filter(({ key }) => key !== about.key);
    return description(place, repository, left);
  });
}

function missing({ options }: SimulatedCloud, { repository, externalConnection }: Connection): AwsError {
  return notFound(
    `The external connection '${externalConnection}' does not exist on repository '${repository}'.`,
    repository,
    options.variants.codeArtifactMissing === 'repository' ? 'repository' : undefined,
  );
}

export function associate(cloud: SimulatedCloud, call: Call, place: Place, named: Connection): RepositoryDescription {
  const repository = repositoryOf(cloud, place, named.domain, named.repository);
  formatOf(named.externalConnection);
  const about = { kind: 'codeartifact-external-connection', key: keyOf(named) } as const;
  return cloud.mutate(call, about, () => {
    if (repository.upstreams.length > 0) {
      throw conflict('A repository has upstream repositories or an external connection, not both.', named.repository);
    }
    if (connectionsOf(cloud, place, repository, cloud.now()).length > 0) {
      // AWS: a repository can have one external connection only.
      throw new AwsError('ServiceQuotaExceededException', 'A repository can have one external connection.', {
        status: 402,
        fields: { resourceId: named.repository, resourceType: 'repository' },
      });
    }
    const { domain, externalConnection } = named;
    const facts = { domain, repository: named.repository, externalConnection };
    const tied = cloud.associate(about.kind, place, facts, [{ at: cloud.now(), status: 'Available' }]);
    cloud.logEffect(call, tied, 'associated');
    return description(place, repository, [tied]);
  });
}

function keyOf({ domain, repository, externalConnection }: Connection): string {
  return `${domain}/${repository}/${externalConnection}`;
}
