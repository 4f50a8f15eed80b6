import type {
  DescribeRepositoryResult,
  DisassociateExternalConnectionResult,
  ListRepositoriesInDomainResult,
} from '@aws-sdk/client-codeartifact';
import {
  AssociateExternalConnectionCommand,
  CodeartifactClient,
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeRepositoryCommand,
  DisassociateExternalConnectionCommand,
  ListDomainsCommand,
  ListRepositoriesInDomainCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateRepositoryCommand,
} from '@aws-sdk/client-codeartifact';
import { describe, expect, it } from 'vitest';
import { HOME } from '../../simulators/common/locations.ts';
import { overTheWire, refusal, type Simulation, simulation } from './aws.ts';

const WEB = { domain: 'acme', repository: 'web' };
const NPM = { ...WEB, externalConnection: 'public:npmjs' };
const KEY = 'acme/web/public:npmjs';

const end = (aws: Simulation) =>
  aws.call<DisassociateExternalConnectionResult>('codeartifact', 'DisassociateExternalConnection', NPM);

async function connections(aws: Simulation) {
  const { repository } = await aws.call<DescribeRepositoryResult>('codeartifact', 'DescribeRepository', WEB);
  return repository?.externalConnections;
}

it('a connection is gone when the call answers, and the repository is shown whole', async () => {
  const aws = simulation();
  expect(await connections(aws)).toEqual([
    { externalConnectionName: 'public:npmjs', packageFormat: 'npm', status: 'Available' },
  ]);
  const { repository } = await end(aws);
  expect(repository).toMatchObject({
    name: 'web',
    administratorAccount: HOME.account,
    domainName: 'acme',
    domainOwner: HOME.account,
    arn: 'arn:aws:codeartifact:us-east-1:111122223333:repository/acme/web',
    description: 'web packages',
    upstreams: [],
    externalConnections: [],
  });
  expect(repository?.createdTime).toBeInstanceOf(Date);
  expect(await connections(aws)).toEqual([]);
});

it.each(['repository', 'omitted'] as const)('one that is not there is not found, resourceType %s', async (answer) => {
  const aws = simulation({ variants: { codeArtifactMissing: answer } });
  await end(aws);
  const error = await end(aws).catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    code: 'ResourceNotFoundException',
    status: 404,
    fields: answer === 'repository' ? { resourceId: 'web', resourceType: 'repository' } : {},
  });
});

it('it can come back, stay listed, be busy and be refused, as scripted', async () => {
  const aws = simulation();
  const script = (scripted: Parameters<typeof aws.cloud.setOutcome>[2]) =>
    aws.cloud.setOutcome('codeartifact-external-connection', KEY, scripted, HOME);
  script({ outcome: 'stuck' });
  expect((await end(aws)).repository?.externalConnections).toEqual([]);
  expect(await connections(aws)).toHaveLength(1);
  script({ outcome: 'busy', after: 30 });
  expect(await refusal(end(aws))).toMatchObject({ code: 'ConflictException', status: 409 });
  script({ outcome: 'error', error: { code: 'ServiceQuotaExceededException', status: 402 } });
  expect(await refusal(end(aws))).toMatchObject({ code: 'ServiceQuotaExceededException', status: 402 });
  script({ outcome: 'reverts', after: 10 });
  await end(aws);
  expect(await connections(aws)).toEqual([]);
  await aws.pass(10);
  expect(await connections(aws)).toHaveLength(1);
});

it('a repository with upstreams takes no connection; one without takes one again', async () => {
  const aws = simulation();
  const associate = (repository: string) =>
    aws.call('codeartifact', 'AssociateExternalConnection', { ...NPM, repository });
  expect(await refusal(associate('app'))).toMatchObject({ code: 'ConflictException' });
  expect(await refusal(associate('web'))).toMatchObject({ code: 'ServiceQuotaExceededException', status: 402 });
  await end(aws);
  await associate('web');
  expect(await connections(aws)).toHaveLength(1);
});

it('repositories are listed by prefix, page by page, without their connections', async () => {
  const aws = simulation({ pages: { most: 1 } });
  const first = await aws.call<ListRepositoriesInDomainResult>('codeartifact', 'ListRepositoriesInDomain', {
    domain: 'acme',
    repositoryPrefix: 'ap',
  });
  expect(first.repositories?.map(({ name }) => name)).toEqual(['api']);
  expect(first.repositories?.[0]).not.toHaveProperty('externalConnections');
  const second = await aws.call<ListRepositoriesInDomainResult>('codeartifact', 'ListRepositoriesInDomain', {
    domain: 'acme',
    repositoryPrefix: 'ap',
    nextToken: first.nextToken,
  });
  expect(second.repositories?.map(({ name }) => name)).toEqual(['app']);
  expect(second.nextToken).toBeUndefined();
});

it('a name that breaks the model is refused with its pattern', async () => {
  const aws = simulation();
  expect(await refusal(aws.call('codeartifact', 'DescribeRepository', { domain: 'Acme', repository: 'web' }))).toEqual({
    code: 'ValidationException',
    status: 400,
    message:
      "1 validation error detected: Value 'Acme' at 'domain' failed to satisfy constraint: Member must satisfy regular " +
      'expression pattern: [a-z][a-z0-9\\-]{0,48}[a-z0-9]',
  });
});

describe('over the wire', () => {
  const wire = overTheWire({ pages: { most: 3 } });
  const client = () => new CodeartifactClient(wire.config);
  const named = { domain: 'acme', repository: 'web' };

  it('ends a connection named in the query, then cannot find it', async () => {
    const end = () =>
      client().send(new DisassociateExternalConnectionCommand({ ...named, externalConnection: 'public:npmjs' }));
    expect((await end()).repository?.externalConnections).toEqual([]);
    await expect(end()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      resourceId: 'web',
      resourceType: 'repository',
      $metadata: { httpStatusCode: 404 },
    });
    const { repository } = await client().send(new DescribeRepositoryCommand(named));
    expect(repository?.createdTime).toBeInstanceOf(Date);
  });

  it('lists domains and repositories', async () => {
    const { domains } = await client().send(new ListDomainsCommand({}));
    expect(domains?.map(({ name }) => name)).toEqual(['acme']);
    const { repositories, nextToken } = await client().send(
      new ListRepositoriesInDomainCommand({ domain: 'acme', maxResults: 2 }),
    );
    expect(repositories?.map(({ name }) => name)).toEqual(['api', 'app']);
    expect(nextToken).toEqual(expect.any(String));
  });
});

describe('repositories', () => {
  const wire = overTheWire();
  const SHOP = { domain: 'acme', repository: 'shop' };
  const ARN = `arn:aws:codeartifact:${HOME.region}:${HOME.account}:repository/acme/shop`;

  // As Terraform's aws_codeartifact_repository does: create, connect, read, update, import (two reads), delete.
  it('are created, connected, read with their tags, updated and deleted with their connection', async () => {
    const client = new CodeartifactClient(wire.config);
    const created = new CreateRepositoryCommand({ ...SHOP, description: 'made', tags: [{ key: 'team', value: 'a' }] });
    expect((await client.send(created)).repository).toMatchObject({ arn: ARN, description: 'made', upstreams: [] });
    await expect(client.send(created)).rejects.toMatchObject({ name: 'ConflictException' });
    const externalConnection = 'public:npmjs';
    await client.send(new AssociateExternalConnectionCommand({ ...SHOP, externalConnection }));

    const describeShop = () => client.send(new DescribeRepositoryCommand({ ...SHOP, domainOwner: HOME.account }));
    const tagsOf = async (resourceArn: string) =>
      (await client.send(new ListTagsForResourceCommand({ resourceArn }))).tags;
    expect((await describeShop()).repository?.externalConnections).toMatchObject([{ status: 'Available' }]);
    expect(await tagsOf(ARN)).toEqual([{ key: 'team', value: 'a' }]);

    await client.send(new UpdateRepositoryCommand({ ...SHOP, description: 'changed' }));
    await client.send(new TagResourceCommand({ resourceArn: ARN, tags: [{ key: 'cost', value: '1' }] }));
    await client.send(new UntagResourceCommand({ resourceArn: ARN, tagKeys: ['team'] }));
    expect((await describeShop()).repository?.description).toBe('changed');
    expect(await tagsOf(ARN)).toEqual([{ key: 'cost', value: '1' }]);
    const upstreams = [{ repositoryName: 'web' }];
    await expect(client.send(new UpdateRepositoryCommand({ ...SHOP, upstreams }))).rejects.toMatchObject({
      name: 'ConflictException',
    });

    await client.send(new DeleteRepositoryCommand(SHOP));
    await expect(describeShop()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(tagsOf(ARN)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await client.send(new CreateRepositoryCommand({ ...SHOP, upstreams }));
    expect((await describeShop()).repository).toMatchObject({ upstreams, externalConnections: [] });
  });

  it('a domain has tags, and what is neither domain nor repository is refused', async () => {
    const aws = simulation();
    const list = (resourceArn: string) => aws.call('codeartifact', 'ListTagsForResource', { resourceArn });
    expect(await list(ARN.replace('repository/acme/shop', 'domain/acme'))).toEqual({ tags: [] });
    expect(await refusal(list('arn:aws:sqs:us-east-1:111122223333:queue'))).toMatchObject({
      code: 'ValidationException',
    });
  });
});
