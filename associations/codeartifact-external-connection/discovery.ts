/** Finds external connections: of one repository, of a domain, or of all domains that the account owns. */

import {
  CodeartifactClient,
  DescribeRepositoryCommand,
  ListRepositoriesInDomainCommand,
  type ListRepositoriesInDomainCommandOutput,
  paginateListDomains,
  type RepositoryDescription,
} from '@aws-sdk/client-codeartifact';
import type { Discovered, RunContext } from '../common/contract.ts';
import { cursorRecord, inaccessible, matchesFilter, parseFilter, readCursor, sinceOf } from '../common/discovery.ts';
import { readClient } from '../common/sdk/clients.ts';
import { toJson } from '../common/sdk/to-json.ts';
import type { DiscoverFilter } from '../common/target.ts';
import type { ExternalConnection } from './target.ts';

const FIELDS = ['domain', 'domainOwner', 'repository', 'externalConnection'] as const;

type Filter = { [Field in (typeof FIELDS)[number]]?: string | undefined };
type Page = Discovered<ExternalConnection>;

interface Domain {
  domain: string;
  domainOwner?: string | undefined;
}

/** Summaries of repositories do not include their connections: each repository is described, which is one call each. */
export async function* discoverConnections(
  given: DiscoverFilter,
  context: RunContext,
  cursor?: string,
): AsyncIterable<Page> {
  const filter = parseFilter(given, FIELDS);
  // Their names are a closed list, against which the request was checked.
  if (filter.externalConnection !== undefined) yield { type: 'subject' };
  const client = readClient(CodeartifactClient, context);
  const at = readCursor<{ domain: string; nextToken: string }>(cursor);
  for (const domain of await domains(client, filter)) {
    if (at.domain !== undefined && domain.domain < at.domain) continue;
    // A cursor without a token stands behind the last page of its domain.
    if (at.domain === domain.domain && at.nextToken === undefined) continue;
    const from = at.domain === domain.domain ? at.nextToken : undefined;
    if (from !== undefined || (yield* hasConnection(client, domain, filter))) {
      yield* connectionsOf(client, domain, { filter, from });
    } else yield cursorRecord({ domain: domain.domain });
  }
}

async function domains(client: CodeartifactClient, { domain, domainOwner }: Filter): Promise<Domain[]> {
  if (domain !== undefined) return [{ domain, domainOwner }];
  const names: string[] = [];
  for await (const page of paginateListDomains({ client }, {})) {
    names.push(...(page.domains ?? []).flatMap(({ name }) => name ?? []));
  }
  return names.toSorted().map((name) => ({ domain: name, domainOwner }));
}

/**
 * One repository is described by its name. Only where that finds something are the others of its domain read: which of
 * them read through it is known to themselves alone.
 */
async function* hasConnection(
  client: CodeartifactClient,
  domain: Domain,
  filter: Filter,
): AsyncGenerator<Page, boolean> {
  const { repository } = filter;
  if (repository === undefined) return true;
  let isAssociated = false;
  for await (const observation of connectionsIn(client, { ...domain, repository }, filter)) {
    isAssociated ||= observation.type === 'association';
    yield observation;
  }
  return isAssociated;
}

async function* connectionsOf(
  client: CodeartifactClient,
  domain: Domain,
  { filter, from }: { filter: Filter; from: string | undefined },
): AsyncIterable<Page> {
  let nextToken = from;
  do {
    let listed: ListRepositoriesInDomainCommandOutput;
    try {
      listed = await client.send(new ListRepositoriesInDomainCommand({ ...domain, nextToken }));
    } catch (error) {
      return yield* inaccessible(domain.domain, error);
    }
    if (filter.domain !== undefined && filter.repository === undefined) yield { type: 'subject' };
    for (const { name = '' } of listed.repositories ?? []) {
      if (name !== filter.repository) yield* connectionsIn(client, { ...domain, repository: name }, filter);
    }
    nextToken = listed.nextToken;
    yield cursorRecord({ domain: domain.domain, nextToken });
  } while (nextToken !== undefined);
}

async function* connectionsIn(
  client: CodeartifactClient,
  named: Domain & { repository: string },
  { repository: wanted, externalConnection }: Filter,
): AsyncIterable<Page> {
  const at = `${named.domain}/${named.repository}`;
  try {
    const { repository = {} } = await client.send(new DescribeRepositoryCommand(named));
    yield* readerIn(repository, named);
    if (!matchesFilter(wanted, named.repository)) return;
    for (const { externalConnectionName: name = '', status = 'UNKNOWN' } of repository.externalConnections ?? []) {
      if (matchesFilter(externalConnection, name)) yield recordOf(repository, named, { name, status });
    }
    yield { type: 'scanned', at };
    if (wanted !== undefined) yield { type: 'subject' };
  } catch (error) {
    yield* inaccessible(at, error);
  }
}

function* readerIn(
  { domainOwner = '', upstreams = [] }: RepositoryDescription,
  { domain, repository: name }: Domain & { repository: string },
): Iterable<Page> {
  const through = upstreams.flatMap(({ repositoryName }) => repositoryName ?? []);
  if (through.length > 0) yield { type: 'dependent', dependent: { within: `${domainOwner}/${domain}`, name, through } };
}

function recordOf(
  repository: RepositoryDescription,
  { domain, domainOwner, repository: name }: Domain & { repository: string },
  connection: { name: string; status: string },
): Page {
  const target = { domain, repository: name, externalConnection: connection.name };
  return {
    type: 'association',
    association: {
      target: domainOwner === undefined ? target : { ...target, domainOwner },
      serviceStatus: connection.status,
      ...sinceOf(repository.createdTime),
      snapshot: toJson(repository),
      label: `${connection.name} of ${domain}/${name}`,
    },
  };
}
