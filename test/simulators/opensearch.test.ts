import type {
  DescribeDomainResponse,
  DissociatePackagesResponse,
  DomainPackageDetails,
  ListPackagesForDomainResponse,
} from '@aws-sdk/client-opensearch';
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
import { describe, expect, it } from 'vitest';
import { HOME } from '../../simulators/common/locations.ts';
import { upgradeDomain } from '../../simulators/opensearch/upgrade-domain.ts';
import { type Simulation as Aws, overTheWire, refusal, START, simulation } from './aws.ts';

const dissociate = (aws: Aws, ...PackageList: string[]) =>
  aws.call<DissociatePackagesResponse>('opensearch', 'DissociatePackages', { DomainName: 'movies', PackageList });

async function listed(aws: Aws, id: string, DomainName = 'movies'): Promise<DomainPackageDetails | undefined> {
  const { DomainPackageDetailsList = [] } = await aws.call<ListPackagesForDomainResponse>(
    'opensearch',
    'ListPackagesForDomain',
    { DomainName },
  );
  return DomainPackageDetailsList.find(({ PackageID }) => PackageID === id);
}

describe('dissociating a package', () => {
  it('shows DISSOCIATING with every field of the model, and is gone when its time is up', async () => {
    const aws = simulation();
    const { DomainPackageDetailsList } = await dissociate(aws, 'F123456789');
    expect(DomainPackageDetailsList).toMatchObject([
      {
        PackageID: 'F123456789',
        PackageName: 'synonyms-movies',
        PackageType: 'TXT-DICTIONARY',
        DomainName: 'movies',
        DomainPackageStatus: 'DISSOCIATING',
        PackageVersion: 'v1',
        PrerequisitePackageIDList: [],
        ReferencePath: 'packages/F123456789',
      },
    ]);
    expect(DomainPackageDetailsList?.[0]?.LastUpdated?.getTime()).toBeGreaterThanOrEqual(START);
    await aws.pass(119);
    expect((await listed(aws, 'F123456789'))?.DomainPackageStatus).toBe('DISSOCIATING');
    await aws.pass(600);
    expect(await listed(aws, 'F123456789')).toBeUndefined();
  });

  it('ends as it was scripted: failed with details, reverted, stuck, busy at first', async () => {
    const aws = simulation();
    await dissociate(aws, 'F222222222', 'F333333333', 'F444444444');
    expect(await refusal(dissociate(aws, 'F555555555'))).toMatchObject({ code: 'ValidationException' });
    await aws.pass(86_400);
    expect(await listed(aws, 'F222222222')).toMatchObject({
      DomainPackageStatus: 'DISSOCIATION_FAILED',
      ErrorDetails: { ErrorType: 'PackageInUseException' },
    });
    expect((await listed(aws, 'F333333333'))?.DomainPackageStatus).toBe('DISSOCIATING');
    expect((await listed(aws, 'F444444444'))?.DomainPackageStatus).toBe('ACTIVE');
    await dissociate(aws, 'F555555555');
    expect((await listed(aws, 'F555555555'))?.DomainPackageStatus).toBe('DISSOCIATING');
  });

  it('of a plugin takes hours, keeps the domain Processing and others waiting, and takes its licence along', async () => {
    let elapsed = 0;
    const aws = simulation({}, undefined, () => elapsed++);
    const DomainName = 'music';
    await aws.call('opensearch', 'DissociatePackage', { DomainName, PackageID: 'pkg-0123456789abcdef' });
    expect((await listed(aws, 'pkg-fedcba9876543210', DomainName))?.DomainPackageStatus).toBe('DISSOCIATING');
    const domain = () => aws.call<DescribeDomainResponse>('opensearch', 'DescribeDomain', { DomainName });
    expect((await domain()).DomainStatus).toMatchObject({ Processing: true, DomainProcessingStatus: 'Modifying' });
    await aws.pass(3_500);
    expect((await listed(aws, 'pkg-0123456789abcdef', DomainName))?.DomainPackageStatus).toBe('DISSOCIATING');
    await aws.pass(4 * 3_600);
    expect((await domain()).DomainStatus?.Processing).toBe(false);
    expect(await listed(aws, 'pkg-fedcba9876543210', DomainName)).toBeUndefined();
  });

  it.each([
    ['validation', { code: 'ValidationException', status: 400, message: 'Package is not associated to this domain' }],
    ['not-found', { code: 'ResourceNotFoundException', status: 409 }],
  ] as const)('that is gone is answered by %s', async (openSearchMissing, answer) => {
    const aws = simulation({ variants: { openSearchMissing } });
    await dissociate(aws, 'F123456789');
    await aws.pass(3_600);
    expect(await refusal(dissociate(aws, 'F123456789'))).toMatchObject(answer);
  });

  it.each([
    ['conflict', 'ConflictException'],
    ['validation', 'ValidationException'],
  ] as const)('a second time meanwhile is answered by %s', async (openSearchRepeat, code) => {
    const aws = simulation({ variants: { openSearchRepeat } });
    await dissociate(aws, 'F123456789');
    expect(await refusal(dissociate(aws, 'F123456789'))).toMatchObject({ code });
  });

  it('in a batch with one bad id does all or nothing, or each for itself', async () => {
    const whole = simulation();
    expect(await refusal(dissociate(whole, 'F123456789', 'F999999999'))).toMatchObject({
      code: 'ResourceNotFoundException',
      status: 409,
    });
    expect((await listed(whole, 'F123456789'))?.DomainPackageStatus).toBe('ACTIVE');
    const each = simulation({ variants: { openSearchBatch: 'per-package' } });
    const { DomainPackageDetailsList } = await dissociate(each, 'F123456789', 'F999999999');
    expect(DomainPackageDetailsList?.map(({ PackageID }) => PackageID)).toEqual(['F123456789']);
  });

  it('and then associating it again shows ASSOCIATING, then ACTIVE', async () => {
    const aws = simulation();
    await dissociate(aws, 'F123456789');
    await aws.pass(3_600);
    await aws.call('opensearch', 'AssociatePackage', { DomainName: 'movies', PackageID: 'F123456789' });
    expect((await listed(aws, 'F123456789'))?.DomainPackageStatus).toBe('ASSOCIATING');
    await aws.pass(3_600);
    expect((await listed(aws, 'F123456789'))?.DomainPackageStatus).toBe('ACTIVE');
    expect(aws.cloud.effects.list().map(({ effect }) => effect)).toEqual(['disassociating', 'associated']);
  });
});

describe('what the model asks of parameters', () => {
  it('is said in its own words, all of it at once', async () => {
    const aws = simulation();
    expect(await refusal(aws.call('opensearch', 'DissociatePackage', { DomainName: 'Mo', PackageID: 'x' }))).toEqual({
      code: 'ValidationException',
      status: 400,
      message:
        "3 validation errors detected: Value 'x' at 'packageID' failed to satisfy constraint: Member must satisfy " +
        "regular expression pattern: ^([FG][0-9]+)$|^(pkg-[a-f0-9]+)$; Value 'Mo' at 'domainName' failed to satisfy " +
        "constraint: Member must have length greater than or equal to 3; Value 'Mo' at 'domainName' failed to satisfy " +
        'constraint: Member must satisfy regular expression pattern: [a-z][a-z0-9\\-]+',
    });
  });

  it('a missing list is null', async () => {
    const aws = simulation();
    const { message } = await refusal(aws.call('opensearch', 'DissociatePackages', { DomainName: 'movies' }));
    expect(message).toBe(
      "1 validation error detected: Value null at 'packageList' failed to satisfy constraint: Member must not be null",
    );
  });
});

it('lists come in pages, an empty first one among them, and end', async () => {
  const aws = simulation({ pages: { most: 2, emptyFirst: true } });
  const sizes: number[] = [];
  let NextToken: string | undefined;
  do {
    const answer: ListPackagesForDomainResponse = await aws.call('opensearch', 'ListPackagesForDomain', {
      DomainName: 'movies',
      NextToken,
    });
    sizes.push(answer.DomainPackageDetailsList?.length ?? -1);
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  expect(sizes).toEqual([0, 2, 2, 1]);
});

it('an engine upgrade gives a plugin another id under the same name', async () => {
  const aws = simulation();
  upgradeDomain(aws.cloud, HOME, 'music');
  expect(await listed(aws, 'pkg-0123456789abcdef', 'music')).toBeUndefined();
  const { DomainPackageDetailsList } = await aws.call<ListPackagesForDomainResponse>(
    'opensearch',
    'ListPackagesForDomain',
    { DomainName: 'music' },
  );
  expect(DomainPackageDetailsList?.map(({ PackageName }) => PackageName)).toContain('ranking-plugin');
});

describe('over the wire', () => {
  const wire = overTheWire({ pages: { most: 3 } });
  const client = () => new OpenSearchClient(wire.config);

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
