import type {
  CreateRepositoryRequest,
  CreateRepositoryResult,
  DeleteRepositoryRequest,
  DeleteRepositoryResult,
  UpdateRepositoryRequest,
  UpdateRepositoryResult,
  UpstreamRepository,
} from '@aws-sdk/client-codeartifact';
import type { AccountRegion, Call, Checked } from '@offboard/local-aws/service';
import { ABSENT, type SimulatedCloud } from '@offboard/local-aws/simulation';
import type { INPUTS, Operations } from './inputs.ts';
import { conflict } from './model.ts';
import {
  connectionsOf,
  description,
  domainOf,
  locationOf,
  onRepository,
  REPOSITORY,
  repositoryOf,
} from './repositories.ts';
import { type Repository, repositories } from './resources.ts';
import { tagRecord } from './tags.ts';

type Create = Checked<CreateRepositoryRequest, typeof INPUTS.CreateRepository>;
type Update = Checked<UpdateRepositoryRequest, typeof INPUTS.UpdateRepository>;
type Delete = Checked<DeleteRepositoryRequest, typeof INPUTS.DeleteRepository>;

export function repositoryChanges(cloud: SimulatedCloud) {
  return {
    CreateRepository: {
      http: { method: 'POST', path: '/v1/repository', query: REPOSITORY },
      permissions: onRepository('codeartifact:CreateRepository'),
      run: (input, call) => cloud.store.transaction(() => create(cloud, call, input)),
    },
    UpdateRepository: {
      http: { method: 'PUT', path: '/v1/repository', query: REPOSITORY },
      permissions: onRepository('codeartifact:UpdateRepository'),
      run: (input, call) => cloud.store.transaction(() => update(cloud, call, input)),
    },
    DeleteRepository: {
      http: { method: 'DELETE', path: '/v1/repository', query: REPOSITORY },
      permissions: onRepository('codeartifact:DeleteRepository'),
      run: (input, call) => cloud.store.transaction(() => remove(cloud, call, input)),
    },
  } satisfies Operations;
}

function create(cloud: SimulatedCloud, call: Call, input: Create): CreateRepositoryResult {
  const { domain, repository: name } = input;
  const location = locationOf(call, input);
  domainOf(cloud, location, domain);
  const key = `${domain}/${name}`;
  if (cloud.resource(repositories, location, key))
    throw conflict(`Repository '${name}' already exists in domain '${domain}'.`, name);
  const repository: Repository = {
    domain,
    repository: name,
    administratorAccount: call.account,
    ...(input.description === undefined ? {} : { description: input.description }),
    upstreams: upstreamNames(cloud, location, domain, input.upstreams ?? []),
    createdAt: cloud.now(),
    tags: tagRecord(input.tags ?? []),
  };
  cloud.putResource(repositories, location, key, repository);
  return { repository: description(location, repository, []) };
}

function update(cloud: SimulatedCloud, call: Call, input: Update): UpdateRepositoryResult {
  const location = locationOf(call, input);
  const { domain, repository: name } = input;
  const found = repositoryOf(cloud, location, domain, name);
  const connections = connectionsOf(cloud, location, found, cloud.now());
  const upstreams = input.upstreams && upstreamNames(cloud, location, domain, input.upstreams);
  if (upstreams && upstreams.length > 0 && connections.length > 0)
    throw conflict('A repository has upstream repositories or an external connection, not both.', name);
  const changed = {
    ...found,
    ...(input.description === undefined ? {} : { description: input.description }),
    ...(upstreams === undefined ? {} : { upstreams }),
  };
  cloud.putResource(repositories, location, `${domain}/${name}`, changed);
  return { repository: description(location, changed, connections) };
}

/** What connects the repository to public ones ends with it. */
function remove(cloud: SimulatedCloud, call: Call, input: Delete): DeleteRepositoryResult {
  const location = locationOf(call, input);
  const { domain, repository: name } = input;
  const found = repositoryOf(cloud, location, domain, name);
  const connections = connectionsOf(cloud, location, found, cloud.now());
  for (const connection of connections) {
    cloud.disassociate(connection, [{ at: cloud.now(), status: ABSENT }]);
    cloud.logEffect(call, connection, 'disassociated');
  }
  cloud.deleteResource(repositories, location, `${domain}/${name}`);
  return { repository: description(location, found, connections) };
}

function upstreamNames(
  cloud: SimulatedCloud,
  location: AccountRegion,
  domain: string,
  upstreams: readonly UpstreamRepository[],
): string[] {
  return upstreams.map(({ repositoryName = '' }) => repositoryOf(cloud, location, domain, repositoryName).repository);
}
