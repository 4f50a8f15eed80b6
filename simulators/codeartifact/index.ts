/** AWS CodeArtifact, as far as external connections of repositories go. */

import type {
  AssociateExternalConnectionRequest,
  AssociateExternalConnectionResult,
  DescribeRepositoryRequest,
  DescribeRepositoryResult,
  DisassociateExternalConnectionRequest,
  DisassociateExternalConnectionResult,
  ListDomainsRequest,
  ListDomainsResult,
  ListRepositoriesInDomainRequest,
  ListRepositoriesInDomainResult,
  ListRepositoriesRequest,
  ListRepositoriesResult,
} from '@aws-sdk/client-codeartifact';
import {
  type Call,
  type Inputs,
  type Operation,
  type Permission,
  page,
  type Service,
  typed,
} from '@offboard/local-aws/service';
import type { SimulatedCloud } from '../simulated-cloud.ts';
import { associate, type Connection, disassociate } from './external-connection.ts';
import { check, invalid, members } from './model.ts';
import {
  connectionsOf,
  description,
  domainArn,
  domainOf,
  placeOf,
  repositoryArn,
  repositoryOf,
  summary,
} from './repositories.ts';

const { domain, domainOwner, repository, externalConnection, repositoryPrefix, maxResults, nextToken } = members;
const WHERE = { domain: 'domain', 'domain-owner': 'domainOwner', repository: 'repository' };
const CONNECTION = { ...WHERE, 'external-connection': 'externalConnection' };
const PAGING = {
  'repository-prefix': 'repositoryPrefix',
  'max-results': 'maxResults',
  'next-token': 'nextToken',
};
const USUAL_PAGE = 100;

const NAMED = { domain: 'text', domainOwner: 'text', repository: 'text' } as const;
const PAGE = { repositoryPrefix: 'text', maxResults: 'number', nextToken: 'text' } as const;

const inputs: Inputs = {
  DisassociateExternalConnection: { ...NAMED, externalConnection: 'text' },
  AssociateExternalConnection: { ...NAMED, externalConnection: 'text' },
  DescribeRepository: NAMED,
  ListRepositoriesInDomain: { domain: 'text', domainOwner: 'text', administratorAccount: 'text', ...PAGE },
  ListRepositories: PAGE,
  ListDomains: { maxResults: 'number', nextToken: 'text' },
};

export function codeartifact(cloud: SimulatedCloud): Service {
  const service: Service = {
    name: 'codeartifact',
    signingName: 'codeartifact',
    protocol: 'restJson1',
    operations: { ...connection(cloud), ...repositories(cloud) },
  };
  return typed(service, inputs);
}

function connection(cloud: SimulatedCloud) {
  const DisassociateExternalConnection: Operation<
    DisassociateExternalConnectionRequest,
    DisassociateExternalConnectionResult
  > = {
    http: { method: 'DELETE', path: '/v1/repository/external-connection', query: CONNECTION },
    permissions: onRepository('codeartifact:DisassociateExternalConnection'),
    run(input, call) {
      check(input, { domain, domainOwner, repository, externalConnection });
      return { repository: disassociate(cloud, call, placeOf(call, input), input as Connection) };
    },
  };
  const AssociateExternalConnection: Operation<AssociateExternalConnectionRequest, AssociateExternalConnectionResult> =
    {
      http: { method: 'POST', path: '/v1/repository/external-connection', query: CONNECTION },
      permissions: onRepository('codeartifact:AssociateExternalConnection'),
      run(input, call) {
        check(input, { domain, domainOwner, repository, externalConnection });
        return { repository: associate(cloud, call, placeOf(call, input), input as Connection) };
      },
    };
  const DescribeRepository: Operation<DescribeRepositoryRequest, DescribeRepositoryResult> = {
    http: { method: 'GET', path: '/v1/repository', query: WHERE },
    permissions: onRepository('codeartifact:DescribeRepository'),
    run(input, call) {
      check(input, { domain, domainOwner, repository });
      const place = placeOf(call, input);
      const found = repositoryOf(cloud, place, input.domain ?? '', input.repository ?? '');
      return { repository: description(place, found, connectionsOf(cloud, place, found, cloud.readTime())) };
    },
  };
  return { DisassociateExternalConnection, AssociateExternalConnection, DescribeRepository };
}

function repositories(cloud: SimulatedCloud) {
  const ListRepositoriesInDomain: Operation<ListRepositoriesInDomainRequest, ListRepositoriesInDomainResult> = {
    http: {
      method: 'POST',
      path: '/v1/domain/repositories',
      query: {
        domain: 'domain',
        'domain-owner': 'domainOwner',
        'administrator-account': 'administratorAccount',
        ...PAGING,
      },
      numbers: ['maxResults'],
    },
    permissions: (input, call) => [
      { action: 'codeartifact:ListRepositoriesInDomain', resource: domainArn(placeOf(call, input), input.domain) },
    ],
    run(input, call) {
      check(input, {
        domain,
        domainOwner,
        administratorAccount: { pattern: '[0-9]{12}' },
        repositoryPrefix,
        maxResults,
        nextToken,
      });
      const place = placeOf(call, input);
      domainOf(cloud, place, input.domain ?? '');
      const all = cloud
        .resources('repository', place, `${input.domain}/${input.repositoryPrefix ?? ''}`)
        .filter(
          ({ administratorAccount }) => administratorAccount === (input.administratorAccount ?? administratorAccount),
        );
      const { rows, token } = page(
        all,
        paging(cloud, input, (row) => row.repository),
      );
      return { repositories: rows.map((row) => summary(place, row)), nextToken: token };
    },
  };
  const ListRepositories: Operation<ListRepositoriesRequest, ListRepositoriesResult> = {
    http: { method: 'POST', path: '/v1/repositories', query: PAGING, numbers: ['maxResults'] },
    permissions: () => [{ action: 'codeartifact:ListRepositories', resource: '*' }],
    run(input, call) {
      check(input, { repositoryPrefix, maxResults, nextToken });
      const prefix = input.repositoryPrefix ?? '';
      const all = cloud.resources('repository', call).filter((row) => row.repository.startsWith(prefix));
      const { rows, token } = page(
        all,
        paging(cloud, input, (row) => `${row.domain}/${row.repository}`),
      );
      return { repositories: rows.map((row) => summary(call, row)), nextToken: token };
    },
  };
  const ListDomains: Operation<ListDomainsRequest, ListDomainsResult> = {
    http: { method: 'POST', path: '/v1/domains' },
    permissions: () => [{ action: 'codeartifact:ListDomains', resource: '*' }],
    run(input, call) {
      check(input, { maxResults, nextToken });
      const { rows, token } = page(
        cloud.resources('artifact-domain', call),
        paging(cloud, input, (row) => row.domain),
      );
      const domains = rows.map((row) => ({
        name: row.domain,
        owner: call.account,
        arn: domainArn(call, row.domain),
        status: 'Active' as const,
        createdTime: new Date(row.createdAt),
        encryptionKey: row.encryptionKey,
      }));
      return { domains, nextToken: token };
    },
  };
  return { ListRepositoriesInDomain, ListRepositories, ListDomains };
}

type NamesRepository = {
  domain?: string | undefined;
  domainOwner?: string | undefined;
  repository?: string | undefined;
};

function onRepository(action: string) {
  return (input: NamesRepository, call: Call): Permission[] => [
    { action, resource: repositoryArn(placeOf(call, input), input.domain, input.repository) },
  ];
}

function paging<Row>(
  { options }: SimulatedCloud,
  input: { maxResults?: number | undefined; nextToken?: string | undefined },
  keyOf: (row: Row) => string,
) {
  return {
    max: input.maxResults,
    usual: USUAL_PAGE,
    token: input.nextToken,
    keyOf,
    refuse: () => invalid('The nextToken is not valid.'),
    options: options.pages,
  };
}
