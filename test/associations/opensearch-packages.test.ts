import { describe, expect, it } from 'vitest';
import { HOME } from '../../simulators/locations.ts';
import { upgradeDomain } from '../../simulators/opensearch/upgrade-domain.ts';
import { describeAssociation, expectEnded } from './suite.ts';
import { openWorld } from './world.ts';

describeAssociation('opensearch-packages', {
  key: 'movies/F123456789',
  asks: 'DissociatePackages',
  polls: 'ListPackagesForDomain',
  questions: ['openSearchRepeat', 'openSearchBatch', 'openSearchBusy', 'openSearchMissing'],
  bad: [
    { scripted: { outcome: 'fails', after: 60 }, error: 'DISSOCIATION_FAILED' },
    { scripted: { outcome: 'reverts', after: 60 }, error: 'Reverted' },
  ],
  dated: true,
  filter: { domainName: 'movies' },
});

const movies = (...packageIds: string[]) => ({ domainName: 'movies', packageIds });

describe('several packages at once', () => {
  it.each(['all-or-nothing', 'per-package'] as const)(
    'each gets its own outcome, whether or not one stops the others (%s)',
    async (openSearchBatch) => {
      await using world = await openWorld('opensearch-packages', { variants: { openSearchBatch } });
      world.cloud.setOutcome(
        'opensearch-packages',
        'movies/F444444444',
        { outcome: 'error', error: { code: 'DisabledOperationException', message: 'not here' } },
        HOME,
      );
      const { progress, calls } = await world.run(movies('F123456789', 'F222222222', 'F444444444', 'F999999999'));
      expect(progress).toMatchObject({
        state: 'FAILED',
        error: 'DISSOCIATION_FAILED',
        message: expect.stringContaining('PackageInUseException'),
        items: [
          { id: 'F123456789', state: 'DISASSOCIATED', outcome: 'DISASSOCIATED', serviceStatus: 'ABSENT' },
          { id: 'F222222222', state: 'FAILED', error: 'DISSOCIATION_FAILED' },
          { id: 'F444444444', state: 'FAILED', outcome: 'REJECTED', error: 'DisabledOperationException' },
          { id: 'F999999999', state: 'DISASSOCIATED', outcome: 'ALREADY_GONE' },
        ],
      });
      expect(progress).not.toHaveProperty('rejected');
      expect(calls.filter(({ result }) => result === 'OK').some(({ mutating }) => mutating)).toBe(true);
      expect(world.effects()).toHaveLength(2);
    },
  );

  it('all gone is ALREADY_GONE', async () => {
    await using world = await openWorld('opensearch-packages');
    expectEnded(await world.run(movies('F999999998', 'F999999999')), 'ALREADY_GONE');
  });

  it('one that is busy is asked for again while the others go on', async () => {
    await using world = await openWorld('opensearch-packages');
    const { progress } = await world.run(movies('F555555555', 'F123456789'), { ago: 1 });
    expectEnded({ progress }, 'DISASSOCIATED');
    expect(world.effects()).toHaveLength(2);
  });
});

describe('what a package shows', () => {
  it('a domain that is not there has no packages', async () => {
    await using world = await openWorld('opensearch-packages');
    const { progress } = await world.run({ domainName: 'nowhere', packageIds: ['F123456789'] });
    expect(progress).toMatchObject({ outcome: 'ALREADY_GONE', note: expect.stringContaining('not found: nowhere') });
  });

  it('a package of AWS is the request’s mistake', async () => {
    await using world = await openWorld('opensearch-packages');
    const { progress } = await world.run({ domainName: 'music', packageIds: ['G000000001'] });
    expect(progress).toMatchObject({ state: 'FAILED', rejected: true, message: expect.stringMatching(/not allowed/) });
  });

  it('one that is being associated is waited for, and ended then', async () => {
    await using world = await openWorld('opensearch-packages');
    await world.provider.restore?.({ domainName: 'books', packageIds: ['F123456789'] }, null, world.contextFor());
    await world.pass(5);
    const { progress } = await world.run({ domainName: 'books', packageIds: ['F123456789'] });
    expectEnded({ progress }, 'DISASSOCIATED');
  });

  it('a failure since the request is its answer; a request made after it may try again', async () => {
    await using world = await openWorld('opensearch-packages');
    await world.run(movies('F222222222'), { ago: 1 });
    const copy = await world.run(movies('F222222222'), { ago: 3600 });
    expect(copy.progress).toMatchObject({ state: 'FAILED', error: 'DISSOCIATION_FAILED' });
    expect(copy.calls.filter(({ mutating }) => mutating)).toEqual([]);
    world.cloud.setOutcome('opensearch-packages', 'movies/F222222222', { outcome: 'succeeds', after: 60 }, HOME);
    expectEnded(await world.run(movies('F222222222')), 'DISASSOCIATED');
  });

  it('a status nobody has heard of is polled again, and shown as it is', async () => {
    await using world = await openWorld('opensearch-packages');
    const scripted = { outcome: 'unknown', after: 60, status: 'QUIESCING' } as const;
    world.cloud.setOutcome('opensearch-packages', 'movies/F123456789', scripted, HOME);
    const start = await world.provider.start(movies('F123456789'), world.contextFor());
    expect(start).toMatchObject({ state: 'IN_PROGRESS', serviceStatus: 'QUIESCING' });
    const seen = await world.provider.poll(movies('F123456789'), world.contextFor({}, start));
    expect(seen).toMatchObject({ state: 'IN_PROGRESS', next: 'poll', serviceStatus: 'QUIESCING' });
  });

  it('a plugin that an engine upgrade gave a new id is told by its name', async () => {
    await using world = await openWorld('opensearch-packages', { durations: { plugin: [3600, 3600] } });
    const target = { domainName: 'music', packageIds: ['pkg-0123456789abcdef'] };
    const start = await world.provider.start(target, world.contextFor());
    upgradeDomain(world.cloud, HOME, 'music');
    const { progress } = { progress: await world.provider.poll(target, world.contextFor({}, start)) };
    expect(progress).toMatchObject({ note: expect.stringMatching(/the domain lists ranking-plugin as pkg-\w+ now/) });
  });

  it('a plugin is paced by hours, a dictionary by minutes', async () => {
    await using world = await openWorld('opensearch-packages');
    const { pace, paceOf } = world.provider.policy;
    expect(paceOf?.(movies('F123456789'), null)).toBe(pace);
    expect(paceOf?.(movies('F1', 'pkg-0a'), null).deadline).toBeGreaterThan(pace.deadline);
  });

  it('a plugin takes its licence along, and may come back with what it had', async () => {
    await using world = await openWorld('opensearch-packages');
    const target = { domainName: 'music', packageIds: ['pkg-0123456789abcdef'] };
    const { before } = await world.run(target);
    expect(before).toMatchObject([{ PackageType: 'ZIP-PLUGIN', LastUpdated: expect.stringMatching(/Z$/) }]);
    await world.provider.restore?.(target, before, world.contextFor());
    expect(world.row('music/pkg-0123456789abcdef')?.status).toBe('ASSOCIATING');
  });
});
