import { RuntimeClock, Store } from '@offboard/local-aws/parts';
import { associateAgain, listAssociations, removeAssociation } from '@offboard/local-aws/simulation';
import { scratchFolder } from '@offboard/local-aws/test/scratch.ts';
import { describe, expect, it } from 'vitest';
import { ACCOUNTS, HOME, REGIONS, SPOKE } from '../../simulators/common/locations.ts';
import { associationTypes, KINDS, openCloud, type SeedOptions, samples, variants } from '../../simulators/index.ts';
import { refusal, START, simulation } from './aws.ts';

const made = (options: SeedOptions, store = new Store()) =>
  openCloud({ clock: new RuntimeClock('real', START, () => 0), store }, options);

const MOVIES = { DomainName: 'movies', PackageID: 'F123456789' };

describe.each(associationTypes)('what $kind registers', ({ kind, outcomes, trials, activeStatus }) => {
  it('are outcomes that its service has', () => {
    const { slow, stuck, rates } = trials;
    expect(outcomes).toEqual(expect.arrayContaining([slow.outcome, stuck.outcome, ...Object.keys(rates)]));
    expect(outcomes[0]).toBe('succeeds');
  });

  it('is active under its usual status, and disassociated under ABSENT', () => {
    const cloud = made({});
    expect(cloud.isDisassociated({ kind }, activeStatus)).toBe(false);
    expect(cloud.isDisassociated({ kind }, 'ABSENT')).toBe(true);
  });
});

describe('the small cloud', () => {
  it.each(KINDS)('holds a %s that can be disassociated, at home and in a spoke account', (kind) => {
    const found = listAssociations(made({})).filter((each) => each.kind === kind && !each.scriptedOutcome);
    expect(found).toContainEqual(expect.objectContaining(HOME));
    expect(found).toContainEqual(expect.objectContaining(SPOKE));
  });

  it.each(samples.filter(({ expected }) => expected === 'DISASSOCIATED'))('holds $title', ({ data }) => {
    const { association: kind, target, where } = data;
    const { region } = { ...HOME, ...(where as { region?: string } | undefined) };
    const named = expect.objectContaining({ kind, target, ...HOME, region });
    expect(listAssociations(made({}))).toContainEqual(named);
  });

  it('shows what is going on and what comes next', async () => {
    const aws = simulation();
    await aws.call('opensearch', 'DissociatePackage', MOVIES);
    await aws.call('payment-cryptography', 'DisassociateMpaTeam', { Action: 'IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE' });
    const now = listAssociations(aws.cloud);
    expect(now.find(({ key }) => key === 'movies/F123456789')).toMatchObject({
      status: 'DISSOCIATING',
      next: { status: 'ABSENT' },
    });
    expect(now.find(({ session }) => session)).toMatchObject({
      status: 'DELETE_PENDING',
      session: { status: 'PENDING', required: 2, approvers: ['ana', 'ben', 'chi'], votes: [] },
    });
    await aws.pass(700);
    expect(listAssociations(aws.cloud).some(({ key }) => key === 'movies/F123456789')).toBe(false);
    expect(listAssociations(aws.cloud, { absent: true }).some(({ key }) => key === 'movies/F123456789')).toBe(true);
  });
});

describe('a cloud of a size', () => {
  it('ties exactly so many, over all accounts and Regions and kinds', () => {
    const all = listAssociations(made({ size: 500 }));
    expect(all).toHaveLength(500);
    expect(new Set(all.map(({ account }) => account))).toEqual(new Set(ACCOUNTS));
    expect(new Set(all.map(({ region }) => region))).toEqual(new Set(REGIONS));
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(KINDS));
  });

  it('is the same for the same seed, and another for another', () => {
    const keysOf = (seed: number) =>
      listAssociations(made({ size: 200, seed })).map(({ kind, key }) => `${kind} ${key}`);
    expect(keysOf(7)).toEqual(keysOf(7));
    expect(keysOf(7)).not.toEqual(keysOf(8));
  });

  it('keeps to the accounts and Regions asked for', () => {
    const all = listAssociations(made({ size: 40, accounts: 1, regions: 1 }));
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
    const users = listAssociations(aws.cloud).filter(({ kind }) => kind === 'license-manager-user');
    for (const { target } of reverse ? users.toReversed() : users) {
      const { username, instanceId, identityProvider } = target;
      const input = { Username: username, InstanceId: instanceId, IdentityProvider: identityProvider };
      await aws.call('license-manager-user-subscriptions', 'DisassociateUser', input).catch(() => {});
    }
    await aws.pass(3_600);
    return new Map(listAssociations(aws.cloud).map(({ kind, key, status }) => [`${kind} ${key}`, status]));
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

it('an outcome that a kind does not have is refused, with those it has', () => {
  const cloud = made({});
  expect(() => cloud.setOutcome('codeartifact-external-connection', 'k', { outcome: 'fails' }, HOME)).toThrow(
    "codeartifact-external-connection has the outcomes succeeds, stuck, reverts, busy, error; not 'fails'",
  );
  expect(() => cloud.setOutcome('license-manager-user', 'k', { outcome: 'succeeds', after: -1 }, HOME)).toThrow(
    '0 or more',
  );
  expect(() => cloud.setOutcome('license-manager-user', 'k', { outcome: 'error' }, HOME)).toThrow('error is required');
});

it.each(Object.entries(variants))('%s has several answers, the first being the default', (name, variant) => {
  const { question, answers } = variant;
  expect(question).toMatch(/\?$/);
  expect(answers.length).toBeGreaterThan(1);
  expect(made({}).variant({ [name]: variant }, name)).toBe(answers[0]);
});

it.each([
  [{ variants: { openSearchRepeat: 'maybe' } }, "openSearchRepeat can be conflict, validation, accept; not 'maybe'"],
  [{ variants: { unheardOf: 'yes' } }, "no service has a variant 'unheardOf'"],
  [{ durations: { unheardOf: [1, 2] } }, "no service has a duration 'unheardOf'"],
  [{ outcomeRates: { unheardOf: { fails: 1 } } }, "no service has associations of kind 'unheardOf'"],
  [{ outcomeRates: { 'license-manager-user': { rejected: 1 } } }, 'license-manager-user has the outcomes'],
] as const)('options that no service knows are refused: %j', (options, message) => {
  expect(() => made(options)).toThrow(message);
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
  const movies = (aws: ReturnType<typeof simulation>) => listAssociations(aws.cloud).find((row) => row.key === key);

  it('an association vanishes and is tied again, newly begun, and both are noted', async () => {
    const aws = simulation();
    removeAssociation(aws.cloud, 'opensearch-packages', HOME, key);
    expect(movies(aws)).toBeUndefined();
    await aws.pass(60);
    associateAgain(aws.cloud, 'opensearch-packages', HOME, key);
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
    associateAgain(aws.cloud, 'payment-cryptography-mpa-team', HOME, Action);
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
    expect(() => associateAgain(cloud, 'opensearch-packages', HOME, 'x/F1')).toThrow('there was never a');
  });
});

it('the cloud outlives its process: what was under way goes on where it was', async () => {
  const directory = scratchFolder('cloud');
  const before = new Store(directory);
  const first = simulation({}, before);
  await first.call('opensearch', 'DissociatePackage', MOVIES);
  first.cloud.setOutcome('license-manager-user', 'x', { outcome: 'stuck' }, HOME);
  const was = listAssociations(first.cloud);
  before.close();
  const after = new Store(directory);
  const second = simulation({}, after);
  // Its clock begins where the first one's began; what is shown then does not change within a second.
  await second.pass(1);
  expect(listAssociations(second.cloud)).toEqual(was);
  expect(second.cloud.effects.list()).toHaveLength(1);
  await second.pass(700);
  expect(listAssociations(second.cloud).some(({ key }) => key === 'movies/F123456789')).toBe(false);
  after.close();
});
