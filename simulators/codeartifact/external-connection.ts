/** Associates and disassociates the external connection of a repository. Both are done when they answer. */

import type { RepositoryDescription } from '@aws-sdk/client-codeartifact';
import { type AccountRegion, AwsError, type Call } from '@offboard/local-aws/service';
import { ABSENT, type SimulatedCloud, synchronousSteps, throwScriptedError } from '@offboard/local-aws/simulation';
import { type ConnectionFacts, externalConnections } from './associations.ts';
import { conflict, notFound } from './model.ts';
import { connectionsOf, description, formatOf, repositoryOf } from './repositories.ts';
import { variants } from './variants.ts';

const { kind, keyOf, activeStatus: active } = externalConnections;

export function disassociate(
  cloud: SimulatedCloud,
  call: Call,
  location: AccountRegion,
  connection: ConnectionFacts,
): RepositoryDescription {
  const repository = repositoryOf(cloud, location, connection.domain, connection.repository);
  const about = { kind, key: keyOf(connection) };
  return cloud.mutate(call, about, () => {
    const connections = connectionsOf(cloud, location, repository, cloud.now());
    const association = connections.find(({ key }) => key === about.key);
    if (!association) throw missing(cloud, connection);
    const outcome = cloud.outcomeNow(association, 'codeArtifact');
    throwScriptedError(outcome);
    if (outcome.outcome === 'busy')
      throw conflict('The repository is being changed by another request.', connection.repository);
    cloud.disassociate(association, synchronousSteps(outcome, cloud.now(), { active, disassociated: ABSENT }));
    cloud.logEffect(call, association, 'disassociated');
    const remaining = connections.filter(({ key }) => key !== about.key);
    return description(location, repository, remaining);
  });
}

function missing(cloud: SimulatedCloud, { repository, externalConnection }: ConnectionFacts): AwsError {
  return notFound(
    `The external connection '${externalConnection}' does not exist on repository '${repository}'.`,
    repository,
    cloud.variant(variants, 'codeArtifactMissing') === 'repository' ? 'repository' : undefined,
  );
}

export function associate(
  cloud: SimulatedCloud,
  call: Call,
  location: AccountRegion,
  connection: ConnectionFacts,
): RepositoryDescription {
  const repository = repositoryOf(cloud, location, connection.domain, connection.repository);
  formatOf(connection.externalConnection);
  const about = { kind, key: keyOf(connection) };
  return cloud.mutate(call, about, () => {
    if (repository.upstreams.length > 0) {
      throw conflict(
        'A repository has upstream repositories or an external connection, not both.',
        connection.repository,
      );
    }
    if (connectionsOf(cloud, location, repository, cloud.now()).length > 0) {
      throw new AwsError('ServiceQuotaExceededException', 'A repository can have one external connection.', {
        status: 402,
        fields: { resourceId: connection.repository, resourceType: 'repository' },
      });
    }
    const { domain, externalConnection } = connection;
    const facts = { domain, repository: connection.repository, externalConnection };
    const associated = cloud.associate(externalConnections, location, facts, [{ at: cloud.now(), status: active }]);
    cloud.logEffect(call, associated, 'associated');
    return description(location, repository, [associated]);
  });
}
