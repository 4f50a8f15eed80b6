import { RuntimeClock, Store } from '@offboard/local-aws/parts';
import { describe, expect, it } from 'vitest';
import {
  ACCOUNTS,
  HOME,
  KINDS,
  outcomes,
  REGIONS,
  rows,
  type SeedOptions,
  SimulatedCloud,
  scenarios,
  seedCloud,
  variants,
} from '../../simulators/world.ts';
import { scratchFolder } from '../scratch.ts';
import { refusal, START, simulation } from './aws.ts';

const made = (options: SeedOptions, store = new Store()) =>
  seedCloud({ clock: new RuntimeClock('real', START), store }, options);

const MOVIES = { DomainName: 'movies', PackageID: 'F123456789' };

describe('the small cloud', () => {
  it('holds an example of every kind, named as a request would name it', () => {
    const targets = rows(made({})).map(({ kind, target }) => ({ kind, ...target }));
    expect(targets).toEqual(
      expect.arrayContaining([
        { kind: 'opensearch-packages', domainName: 'movies', packageIds: ['F123456789'] },
        {
          kind: 'codeartifact-external-connection',
          domain: 'acme',
          repository: 'web',
          externalConnection: 'public:npmjs',
        },
        {
          kind: 'redshift-datashare-consumer',
          dataShareArn: 'arn:aws:redshift:us-east-1:444455556666:datashare:0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/sales',
          consumerArn: 'arn:aws:redshift:us-east-1:111122223333:namespace:1a2b3c4d-5e6f-7081-92a3-b4c5d6e7f809',
        },
        {
          kind: 'license-manager-user',
          username: 'alice',
          instanceId: 'i-0a1b2c3d4e5f60718',
          identityProvider: { ActiveDirectoryIdentityProvider: { DirectoryId: 'd-1234567890' } },
          domain: 'corp.example.com',
        },
        { kind: 'payment-cryptography-mpa-team', action: 'IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE' },
      ]),
    );
  });

  it('shows what is going on and what comes next', async () => {
    const aws = simulation();
    await aws.call('opensearch', 'DissociatePackage', MOVIES);
    await aws.call('payment-cryptography', 'DisassociateMpaTeam', { Action: 'IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE' });
    const now = rows(aws.cloud);
    expect(now.find(({ key }) => key === 'movies/F123456789')).toMatchObject({
      status: 'DISSOCIATING',
      next: { status: 'ABSENT' },
    });
    expect(now.find(({ session }) => session)).toMatchObject({
      status: 'DELETE_PENDING',
      session: { status: 'PENDING', required: 2, approvers: ['ana', 'ben', 'chi'], votes: [] },
    });
    await aws.pass(700);
    expect(rows(aws.cloud).some(({ key }) => key === 'movies/F123456789')).toBe(false);
    expect(rows(aws.cloud, { gone: true }).some(({ key }) => key === 'movies/F123456789')).toBe(true);
  });
});

describe('a cloud of a size', () => {
  it('ties exactly so many, over all accounts and Regions and kinds', () => {
    const all = rows(made({ size: 500 }));
    expect(all).toHaveLength(500);
    expect(new Set(all.map(({ account }) => account))).toEqual(new Set(ACCOUNTS));
    expect(new Set(all.map(({ region }) => region))).toEqual(new Set(REGIONS));
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(KINDS));
  });

  it('is the same for the same seed, and another for another', () => {
    const keysOf = (seed: number) => rows(made({ size: 200, seed })).map(({ kind, key }) => `${kind} ${key}`);
    expect(keysOf(7)).toEqual(keysOf(7));
    expect(keysOf(7)).not.toEqual(keysOf(8));
  });

  it('keeps to the accounts and Regions asked for', () => {
    const all = rows(made({ size: 40, accounts: 1, regions: 1 }));
    expect(new Set(all.map(({ account, region }) => `${account} ${region}`))).toEqual(
      new Set([`${HOME.account} ${HOME.region}`]),
    );
  });
});

describe('chance', () => {
  const associations = 400;
  const course = async (seed: number, reverse: boolean) => {
    const aws = simulation({
      seed,
      size: associations,
      accounts: 1,
      regions: 1,
      outcomeRates: { 'license-manager-user': { fails: 0.3, busy: 0.2 } },
    });
    const users = rows(aws.cloud).filter(({ kind }) => kind === 'license-manager-user');
    for (const { target } of reverse ? users.toReversed() : users) {
      const { username, instanceId, identityProvider } = target;
      const input = { Username: username, InstanceId: instanceId, IdentityProvider: identityProvider };
      await aws.call('license-manager-user-subscriptions', 'DisassociateUser', input).catch(() => {});
    }
    await aws.pass(3_600);
    return new Map(rows(aws.cloud).map(({ kind, key, status }) => [`${kind} ${key}`, status]));
  };

  it('depends on the seed, not on the order of calls', async () => {
    const one = await course(3, false);
    expect(await course(3, true)).toEqual(one);
    expect(await course(4, false)).not.toEqual(one);
    const statuses = new Set(one.values());
    expect(statuses).toContain('DISASSOCIATED');
    expect(statuses).toContain('DISASSOCIATION_FAILED');
    expect(statuses).toContain('ASSOCIATED');
  });
});

it('a scripted that a kind does not know is refused with those it knows', () => {
  const cloud = made({});
  expect(() => cloud.setOutcome('codeartifact-external-connection', 'k', { outcome: 'fails' }, HOME)).toThrow(
    `codeartifact-external-connection can end as ${outcomes['codeartifact-external-connection'].join(', ')}; not as 'fails'`,
  );
  expect(() => cloud.setOutcome('license-manager-user', 'k', { outcome: 'succeeds', after: -1 }, HOME)).toThrow(
    '0 or more',
  );
  expect(() => cloud.setOutcome('license-manager-user', 'k', { outcome: 'error' }, HOME)).toThrow('says its error');
});

it('every open question has several answers, the first being the default', () => {
  const cloud = new SimulatedCloud({ clock: new RuntimeClock('real', START), store: new Store() });
  for (const [name, { question, answers }] of Object.entries(variants)) {
    expect(question, name).toMatch(/\?$/);
    expect(answers.length, name).toBeGreaterThan(1);
    expect(cloud.options.variants[name as keyof typeof variants], name).toBe(answers[0]);
  }
});

it('a stale read shows the cloud as it was some seconds ago', async () => {
  const aws = simulation({ staleReads: { share: 1, seconds: 10 } });
  await aws.call('opensearch', 'DissociatePackage', MOVIES);
  const statusNow = async () => {
    const { DomainPackageDetailsList } = await aws.call<{
      DomainPackageDetailsList: { PackageID: string; DomainPackageStatus: string }[];
    }>('opensearch', 'ListPackagesForDomain', { DomainName: 'movies' });
    return DomainPackageDetailsList.find(({ PackageID }) => PackageID === MOVIES.PackageID)?.DomainPackageStatus;
  };
  expect(await statusNow()).toBe('ACTIVE');
  await aws.pass(11);
  expect(await statusNow()).toBe('DISSOCIATING');
});

describe('requests', () => {
  const look = (aws: ReturnType<typeof simulation>) =>
    aws.call('payment-cryptography', 'GetMpaTeamAssociation', { Action: 'IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE' });

  it('are counted by second, and throttled above a limit', async () => {
    const aws = simulation({ limits: { 'payment-cryptography': 5 } });
    for (let index = 0; index < 5; index++) await look(aws);
    expect(await refusal(look(aws))).toMatchObject({ code: 'ThrottlingException', status: 400 });
    await aws.pass(1);
    await look(aws);
    expect(aws.cloud.rates.list()).toEqual([
      { service: 'payment-cryptography', account: HOME.account, region: HOME.region, total: 7, peak: 6 },
    ]);
  });
});

it('every mutating call is noted with its caller and its effect, refusals too', async () => {
  const aws = simulation();
  await aws.call('opensearch', 'DissociatePackage', MOVIES);
  await refusal(aws.call('opensearch', 'DissociatePackage', MOVIES));
  expect(aws.cloud.effects.list()).toMatchObject([
    {
      operation: 'DissociatePackage',
      caller: `arn:aws:iam::${HOME.account}:user/tester`,
      account: HOME.account,
      region: HOME.region,
      kind: 'opensearch-packages',
      key: 'movies/F123456789',
      effect: 'disassociating',
    },
    { effect: 'rejected', detail: 'ConflictException' },
  ]);
});

describe('from outside', () => {
  const key = 'movies/F123456789';
  const movies = (aws: ReturnType<typeof simulation>) => rows(aws.cloud).find((row) => row.key === key);

  it('an association vanishes and is tied again, newly begun, and both are noted', async () => {
    const aws = simulation();
    scenarios.vanish(aws.cloud, 'opensearch-packages', HOME, key);
    expect(movies(aws)).toBeUndefined();
    await aws.pass(60);
    scenarios.associateAgain(aws.cloud, 'opensearch-packages', HOME, key);
    expect(movies(aws)?.status).toBe('ACTIVE');
    expect(Date.parse(movies(aws)?.since ?? '')).toBeGreaterThanOrEqual(START + 60_000);
    expect(aws.cloud.effects.list().map(({ caller, effect }) => `${caller} ${effect}`)).toEqual([
      'outside disassociated',
      'outside associated',
    ]);
  });

  it('a team that left is associated again without its old session', async () => {
    const aws = simulation({ durations: { vote: [60, 60], execution: [1, 1] } });
    const Action = 'IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE';
    await aws.call('payment-cryptography', 'DisassociateMpaTeam', { Action });
    await aws.pass(120);
    scenarios.associateAgain(aws.cloud, 'payment-cryptography-mpa-team', HOME, Action);
    expect(await aws.call('payment-cryptography', 'GetMpaTeamAssociation', { Action })).toEqual({
      MpaTeamAssociation: {
        Action,
        AssociationState: 'ACTIVE',
        MpaTeamArn: 'arn:aws:mpa:us-east-1:111122223333:approval-team/payments',
      },
    });
  });

  it('what never was cannot be tied again', () => {
    const { cloud } = simulation();
    expect(() => scenarios.associateAgain(cloud, 'opensearch-packages', HOME, 'x/F1')).toThrow('there was never a');
  });
});

it('the cloud outlives its process: what was under way goes on where it was', async () => {
  const directory = scratchFolder('cloud');
  const before = new Store(directory);
  const first = simulation({}, before);
  await first.call('opensearch', 'DissociatePackage', MOVIES);
  first.cloud.setOutcome('license-manager-user', 'x', { outcome: 'stuck' }, HOME);
  const was = rows(first.cloud);
  before.close();
  const after = new Store(directory);
  const second = simulation({}, after);
  // Its clock begins where the first one's began; what is shown then does not change within a second.
  await second.pass(1);
  expect(rows(second.cloud)).toEqual(was);
  expect(second.cloud.effects.list()).toHaveLength(1);
  await second.pass(700);
  expect(rows(second.cloud).some(({ key }) => key === 'movies/F123456789')).toBe(false);
  after.close();
});
