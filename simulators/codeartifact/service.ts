import { type Service, typed } from '@offboard/local-aws/service';
import { pager, type SimulatedCloud } from '@offboard/local-aws/simulation';
import type { ConnectionFacts } from './associations.ts';
import { associate, disassociate } from './external-connection.ts';
import type { Operations } from './inputs.ts';
import { INPUTS } from './inputs.ts';
import { invalid } from './model.ts';
import {
  connectionsOf,
  description,
  domainArn,
  domainOf,
  locationOf,
  onRepository,
  REPOSITORY,
  repositoryOf,
  summary,
} from './repositories.ts';
import { repositoryChanges } from './repository-changes.ts';
import { domains, repositories } from './resources.ts';
import { tags } from './tags.ts';

const CONNECTION = { ...REPOSITORY, 'external-connection': 'externalConnection' };
const PAGING = {
  'repository-prefix': 'repositoryPrefix',
  'max-results': 'maxResults',
  'next-token': 'nextToken',
};
const paginate = pager(100, () => invalid('The nextToken is not valid.'));

export function serve(cloud: SimulatedCloud): Service {
  const service: Service = {
    name: 'codeartifact',
    signingName: 'codeartifact',
    protocol: 'restJson1',
    operations: { ...connectionOperations(cloud), ...repositoryChanges(cloud), ...lists(cloud), ...tags(cloud) },
  };
  return typed(service, INPUTS, { fields: { reason: 'FIELD_VALIDATION_FAILED' } });
}

function connectionOperations(cloud: SimulatedCloud) {
  return {
    DisassociateExternalConnection: {
      http: { method: 'DELETE', path: '/v1/repository/external-connection', query: CONNECTION },
      permissions: onRepository('codeartifact:DisassociateExternalConnection'),
      run(input, call) {
        return { repository: disassociate(cloud, call, locationOf(call, input), input as ConnectionFacts) };
      },
    },
    AssociateExternalConnection: {
      http: { method: 'POST', path: '/v1/repository/external-connection', query: CONNECTION },
      permissions: onRepository('codeartifact:AssociateExternalConnection'),
      run(input, call) {
        return { repository: associate(cloud, call, locationOf(call, input), input as ConnectionFacts) };
      },
    },
    DescribeRepository: {
      http: { method: 'GET', path: '/v1/repository', query: REPOSITORY },
      permissions: onRepository('codeartifact:DescribeRepository'),
      run(input, call) {
        const location = locationOf(call, input);
        const found = repositoryOf(cloud, location, input.domain ?? '', input.repository ?? '');
        return { repository: description(location, found, connectionsOf(cloud, location, found, cloud.readTime())) };
      },
    },
  } satisfies Operations;
}

function lists(cloud: SimulatedCloud) {
  return {
    ListRepositoriesInDomain: {
      http: {
        method: 'POST',
        path: '/v1/domain/repositories',
        query: {
          domain: 'domain',
          'domain-owner': 'domainOwner',
          'administrator-account': 'administratorAccount',
          ...PAGING,
        },
      },
      permissions: (input, call) => [
        { action: 'codeartifact:ListRepositoriesInDomain', resource: domainArn(locationOf(call, input), input.domain) },
      ],
      run(input, call) {
        const location = locationOf(call, input);
        domainOf(cloud, location, input.domain ?? '');
        const all = cloud
          .resources(repositories, location, `${input.domain}/${input.repositoryPrefix ?? ''}`)
          .filter(
            ({ administratorAccount }) => administratorAccount === (input.administratorAccount ?? administratorAccount),
          );
        const { rows, token } = paginate(cloud, input, all, (row) => row.repository);
        return { repositories: rows.map((row) => summary(location, row)), nextToken: token };
      },
    },
    ListRepositories: {
      http: { method: 'POST', path: '/v1/repositories', query: PAGING },
      permissions: () => [{ action: 'codeartifact:ListRepositories', resource: '*' }],
      run(input, call) {
        const prefix = input.repositoryPrefix ?? '';
        const all = cloud.resources(repositories, call).filter((row) => row.repository.startsWith(prefix));
        const { rows, token } = paginate(cloud, input, all, (row) => `${row.domain}/${row.repository}`);
        return { repositories: rows.map((row) => summary(call, row)), nextToken: token };
      },
    },
    ListDomains: {
      http: { method: 'POST', path: '/v1/domains' },
      permissions: () => [{ action: 'codeartifact:ListDomains', resource: '*' }],
      run(input, call) {
        const { rows, token } = paginate(cloud, input, cloud.resources(domains, call), (row) => row.domain);
        const found = rows.map((row) => ({
          name: row.domain,
          owner: call.account,
          arn: domainArn(call, row.domain),
          status: 'Active' as const,
          createdTime: new Date(row.createdAt),
          encryptionKey: row.encryptionKey,
        }));
        return { domains: found, nextToken: token };
      },
    },
  } satisfies Operations;
}
