/** The SDK's own clients through the door: what they send is understood, what they get is what they expect. */

import { CloudFormationClient, DescribeStacksCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import {
  CodeartifactClient,
  DescribeRepositoryCommand,
  DisassociateExternalConnectionCommand,
  ListDomainsCommand,
  ListRepositoriesInDomainCommand,
} from '@aws-sdk/client-codeartifact';
import {
  DescribePackagesCommand,
  DissociatePackageCommand,
  DissociatePackagesCommand,
  ListDomainNamesCommand,
  ListDomainsForPackageCommand,
  ListPackagesForDomainCommand,
  OpenSearchClient,
  paginateListPackagesForDomain,
} from '@aws-sdk/client-opensearch';
import {
  DescribeDataSharesCommand,
  DescribeDataSharesForConsumerCommand,
  DisassociateDataShareConsumerCommand,
  RedshiftClient,
} from '@aws-sdk/client-redshift';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLE, simulation } from './aws.ts';

const aws = simulation({ pages: { most: 3 } });
let door: Awaited<ReturnType<typeof aws.open>>;

beforeAll(async () => {
  door = await aws.open();
});

afterAll(() => door.close());

describe('opensearch', () => {
  const client = () => new OpenSearchClient(door.config);

  it('dissociates one and several, and lists what is left page by page', async () => {
    const one = await client().send(new DissociatePackageCommand({ DomainName: 'movies', PackageID: 'F222222222' }));
    expect(one.DomainPackageDetails?.LastUpdated).toBeInstanceOf(Date);
    const many = await client().send(
      new DissociatePackagesCommand({ DomainName: 'movies', PackageList: ['F123456789', 'F333333333'] }),
    );
    expect(many.DomainPackageDetailsList?.map(({ DomainPackageStatus }) => DomainPackageStatus)).toEqual([
      'DISSOCIATING',
      'DISSOCIATING',
    ]);
    const ids: (string | undefined)[] = [];
    const pages = paginateListPackagesForDomain({ client: client(), pageSize: 2 }, { DomainName: 'movies' });
    for await (const { DomainPackageDetailsList = [] } of pages) {
      expect(DomainPackageDetailsList.length).toBeLessThanOrEqual(2);
      ids.push(...DomainPackageDetailsList.map(({ PackageID }) => PackageID));
    }
    expect(ids).toHaveLength(5);
  });

  it('finds a package and its domains', async () => {
    const { PackageDetailsList } = await client().send(
      new DescribePackagesCommand({ Filters: [{ Name: 'PackageName', Value: ['ranking-*'] }] }),
    );
    expect(PackageDetailsList?.map(({ PackageType }) => PackageType).sort()).toEqual(['PACKAGE-LICENSE', 'ZIP-PLUGIN']);
    const { DomainPackageDetailsList } = await client().send(
      new ListDomainsForPackageCommand({ PackageID: 'pkg-0123456789abcdef', MaxResults: 10 }),
    );
    expect(DomainPackageDetailsList?.map(({ DomainName }) => DomainName)).toEqual(['music']);
    const { DomainNames } = await client().send(new ListDomainNamesCommand({}));
    expect(DomainNames?.map(({ DomainName }) => DomainName).sort()).toEqual(['books', 'movies', 'music']);
  });

  it('says not found with HTTP 409', async () => {
    const call = client().send(new ListPackagesForDomainCommand({ DomainName: 'nowhere' }));
    await expect(call).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Domain not found: nowhere',
      $metadata: { httpStatusCode: 409 },
    });
  });
});

describe('codeartifact', () => {
  const client = () => new CodeartifactClient(door.config);
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

describe('redshift', () => {
  const client = () => new RedshiftClient(door.config);
  const DataShareArn = 'arn:aws:redshift:us-east-1:444455556666:datashare:0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/ads';

  it('ends an account-wide association', async () => {
    const end = () =>
      client().send(new DisassociateDataShareConsumerCommand({ DataShareArn, DisassociateEntireAccount: true }));
    const { DataShareAssociations = [], AllowPubliclyAccessibleConsumers } = await end();
    expect(DataShareAssociations).toEqual([]);
    expect(AllowPubliclyAccessibleConsumers).toBe(false);
    await expect(end()).rejects.toMatchObject({ name: 'InvalidDataShareFault', $metadata: { httpStatusCode: 400 } });
    const { DataShares } = await client().send(new DescribeDataSharesCommand({ DataShareArn }));
    expect(DataShares?.[0]?.DataShareAssociations?.[0]).toMatchObject({ Status: 'AVAILABLE' });
    expect(DataShares?.[0]?.DataShareAssociations?.[0]?.StatusChangeDate).toBeInstanceOf(Date);
  });

  it('checks numbers that come as text', async () => {
    const call = client().send(new DescribeDataSharesForConsumerCommand({ MaxRecords: 5 }));
    await expect(call).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining("'maxRecords' failed to satisfy constraint: Member must have value greater"),
    });
  });
});

describe('sts', () => {
  const client = (credentials = door.config.credentials) => new STSClient({ ...door.config, credentials });
  const assume = new AssumeRoleCommand({
    RoleArn: ROLE,
    RoleSessionName: 'spoke',
    ExternalId: 'offboard',
    DurationSeconds: 900,
  });

  it('a session speaks for its role, in the account of the role, until it expires', async () => {
    const { Credentials, AssumedRoleUser } = await client().send(assume);
    expect(AssumedRoleUser?.Arn).toBe('arn:aws:sts::222233334444:assumed-role/offboard-spoke/spoke');
    expect(Credentials?.Expiration).toBeInstanceOf(Date);
    const session = client({
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    } as typeof door.config.credentials);
    expect(await session.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: '222233334444' });
    await aws.pass(901);
    await expect(session.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'ExpiredToken',
    });
  });

  it('the outcomeRates external id, a stranger’s token and a day too long are refused', async () => {
    const outcomeRates = new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'spoke', ExternalId: 'other' });
    await expect(client().send(outcomeRates)).rejects.toMatchObject({ name: 'AccessDenied' });
    const { Credentials } = await client().send(assume);
    const stolen = { accessKeyId: Credentials?.AccessKeyId ?? '', secretAccessKey: 's' };
    await expect(client(stolen).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    });
    const long = new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'spoke', DurationSeconds: 86_400 });
    await expect(client().send(long)).rejects.toMatchObject({ name: 'ValidationError' });
  });
});

describe('cloudformation', () => {
  const client = () => new CloudFormationClient(door.config);

  it('shows a stack with its outputs and resources, and no other', async () => {
    const { Stacks } = await client().send(new DescribeStacksCommand({ StackName: 'offboard-dev' }));
    expect(Stacks?.[0]).toMatchObject({
      StackStatus: 'CREATE_COMPLETE',
      Outputs: [{ OutputKey: 'BusName', OutputValue: 'offboard-dev' }],
      Parameters: [{ ParameterKey: 'Stage', ParameterValue: 'dev' }],
    });
    const { StackResourceSummaries } = await client().send(
      new ListStackResourcesCommand({ StackName: 'offboard-dev' }),
    );
    expect(StackResourceSummaries).toMatchObject([{ LogicalResourceId: 'Bus', PhysicalResourceId: 'offboard-dev' }]);
    await expect(client().send(new DescribeStacksCommand({ StackName: 'none' }))).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Stack with id none does not exist',
    });
  });
});

/** The three services without a usable client, as their models bind them to HTTP. */
describe('without a client', () => {
  const Action = 'IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE';

  async function send(signingName: string, path: string, init: RequestInit = {}) {
    const scope = `AKIDEXAMPLE/20260301/us-east-1/${signingName}/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0a`;
    const answer = await fetch(`${door.config.endpoint}${path}`, {
      ...init,
      headers: { authorization, ...(init.headers as Record<string, string> | undefined) },
    });
    const body = (await answer.json()) as Record<string, unknown>;
    return { status: answer.status, type: answer.headers.get('x-amzn-errortype'), body };
  }

  const control = (operation: string, input: object) =>
    send('payment-cryptography', '/', {
      method: 'POST',
      headers: { 'x-amz-target': `PaymentCryptographyControlPlane.${operation}` },
      body: JSON.stringify(input),
    });

  it('payment-cryptography speaks AWS JSON with epoch seconds, its errors with their namespace and Message', async () => {
    const { body } = await control('DisassociateMpaTeam', { Action });
    expect(body.MpaTeamAssociation).toMatchObject({
      AssociationState: 'DELETE_PENDING',
      MpaStatus: { Status: 'PENDING', InitiationDate: expect.any(Number) },
    });
    const again = await control('DisassociateMpaTeam', { Action });
    expect(again).toMatchObject({
      status: 400,
      body: { __type: 'com.amazonaws.paymentcryptography#ConflictException', Message: expect.any(String) },
    });
  });

  it('mpa takes an ARN in its path, and writes its dates as text', async () => {
    const { body } = await control('GetMpaTeamAssociation', { Action });
    const { MpaStatus } = body.MpaTeamAssociation as { MpaStatus: { MpaSessionArn: string } };
    const session = await send('mpa', `/sessions/${encodeURIComponent(MpaStatus.MpaSessionArn)}`);
    expect(session.body).toMatchObject({ Status: 'PENDING', ExpirationTime: expect.stringMatching(/^20.*Z$/) });
    const team = encodeURIComponent('arn:aws:mpa:us-east-1:111122223333:approval-team/payments');
    const sessions = await send('mpa', `/approval-teams/${team}/sessions/?List`, { method: 'POST', body: '{}' });
    expect(sessions.body.Sessions).toHaveLength(1);
    const teams = await send('mpa', '/approval-teams/?List', { method: 'POST', body: '{}' });
    expect(teams.body.ApprovalTeams).toMatchObject([{ Name: 'payments', NumberOfApprovers: 3 }]);
    const none = await send('mpa', `/sessions/${encodeURIComponent(`${MpaStatus.MpaSessionArn}0`)}`);
    expect(none).toMatchObject({ status: 404, type: 'ResourceNotFoundException' });
  });

  it('license-manager-user-subscriptions speaks REST JSON', async () => {
    const post = (path: string, input: object) =>
      send('license-manager-user-subscriptions', path, { method: 'POST', body: JSON.stringify(input) });
    const InstanceId = 'i-0a1b2c3d4e5f60718';
    const IdentityProvider = { ActiveDirectoryIdentityProvider: { DirectoryId: 'd-1234567890' } };
    const { body } = await post('/user/DisassociateUser', { Username: 'alice', InstanceId, IdentityProvider });
    expect(body.InstanceUserSummary).toMatchObject({ Status: 'DISASSOCIATING' });
    const list = await post('/user/ListUserAssociations', {
      InstanceId,
      IdentityProvider,
      Filters: [{ Attribute: 'Username', Operation: 'eq', Value: 'alice' }],
    });
    expect(list.body.InstanceUserSummaries).toHaveLength(1);
    const providers = await post('/identity-provider/ListIdentityProviders', {});
    expect(providers.body.IdentityProviderSummaries).toMatchObject([
      { Status: 'REGISTERED' },
      { Status: 'REGISTERED' },
    ]);
    const instances = await post('/instance/ListInstances', { MaxResults: 1 });
    expect(instances.body).toMatchObject({ InstanceSummaries: [{ Status: 'ACTIVE' }], NextToken: expect.any(String) });
    const products = await post('/user/ListProductSubscriptions', { IdentityProvider });
    expect(products.body.ProductUserSummaries).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ Username: 'alice', Status: 'SUBSCRIBED' })]),
    );
    const missing = await post('/user/ListUserAssociations', { InstanceId: 'i-1', IdentityProvider });
    expect(missing).toMatchObject({ status: 404, type: 'ResourceNotFoundException' });
  });
});
