/** Ending and making the external connection of a repository. Both are done when they answer. */

import type { RepositoryDescription } from '@aws-sdk/client-codeartifact';
import { AwsError, type Call } from '../../local-aws/core/aws.ts';
import { ABSENT } from '../../local-aws/simulation/timeline.ts';
import { instantSteps } from '../../local-aws/wire/input/instant.ts';
import { refuseByFate } from '../../local-aws/wire/input/refusal.ts';
import type { Place } from '../kinds.ts';
import type { World } from '../simulated-cloud.ts';
import { conflict, notFound } from './model.ts';
import { connectionsOf, description, formatOf, repositoryOf } from './repositories.ts';

const WORDS = { gone: ABSENT, tied: 'Available' };

export interface Connection {
  domain: string;
  repository: string;
  externalConnection: string;
}

export function disassociate(world: World, call: Call, place: Place, named: Connection): RepositoryDescription {
  const repository = repositoryOf(world, place, named.domain, named.repository);
  const about = { kind: 'codeartifact-external-connection', key: keyOf(named) } as const;
  return world.attempt(call, about, () => {
    const connections = connectionsOf(world, place, repository, world.now());
    const association = connections.find(({ key }) => key === about.key);
    if (!association) throw missing(world, named);
    const fate = world.fateNow(association, 'codeArtifact');
    refuseByFate(fate);
    if (fate.outcome === 'busy')
      throw conflict('The repository is being changed by another request.', named.repository);
    world.continue({ ...association, ends: association.ends + 1 }, instantSteps(fate, world.now(), WORDS));
    world.note(call, association, 'ended');
    const left = connections.filter(({ key }) => key !== about.key);
    return description(place, repository, left);
  });
}

function missing({ options }: World, { repository, externalConnection }: Connection): AwsError {
  return notFound(
    `The external connection '${externalConnection}' does not exist on repository '${repository}'.`,
    repository,
    options.switches.codeArtifactMissing === 'repository' ? 'repository' : undefined,
  );
}

export function associate(world: World, call: Call, place: Place, named: Connection): RepositoryDescription {
  const repository = repositoryOf(world, place, named.domain, named.repository);
  formatOf(named.externalConnection);
  const about = { kind: 'codeartifact-external-connection', key: keyOf(named) } as const;
  return world.attempt(call, about, () => {
    if (repository.upstreams.length > 0) {
      throw conflict('A repository has upstream repositories or an external connection, not both.', named.repository);
    }
    if (connectionsOf(world, place, repository, world.now()).length > 0) {
      // AWS: a repository can have one external connection only.
      throw new AwsError('ServiceQuotaExceededException', 'A repository can have one external connection.', {
        status: 402,
        fields: { resourceId: named.repository, resourceType: 'repository' },
      });
    }
    const { domain, externalConnection } = named;
    const facts = { domain, repository: named.repository, externalConnection };
    const tied = world.tie(about.kind, place, facts, [{ at: world.now(), status: 'Available' }]);
    world.note(call, tied, 'tied');
    return description(place, repository, [tied]);
  });
}

function keyOf({ domain, repository, externalConnection }: Connection): string {
  return `${domain}/${repository}/${externalConnection}`;
}
