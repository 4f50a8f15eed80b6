import * as opensearch from '@aws-sdk/client-opensearch';
import { describe, expect, it } from 'vitest';
import { HOME } from '../../simulators/common/locations.ts';
import { upgradeDomain } from '../../simulators/opensearch/upgrade-domain.ts';
import { exceptionsOf } from './exceptions.ts';
import { openHarness } from './harness.ts';
import { describeAssociation, expectEnded } from './suite.ts';

describeAssociation('opensearch-packages', {
  key: 'movies/F123456789',
  requests: 'DissociatePackages',
  reads: 'ListPackagesForDomain',
  questions: ['openSearchRepeat', 'openSearchBatch', 'openSearchBusy', 'openSearchMissing'],
  neverSeen: { domainName: 'movies', packageIds: ['F123456798'] },
  orphan: { domainName: 'moveis', packageIds: ['F123456789'] },
  bad: [
    { scripted: { outcome: 'fails', after: 60 }, error: 'DISSOCIATION_FAILED' },
    { scripted: { outcome: 'reverts', after: 60 }, error: 'Reverted' },
  ],
  dated: true,
  filter: { domainName: 'movies' },
  exceptions: exceptionsOf(opensearch, opensearch.OpenSearchServiceException),
  statuses: Object.values(opensearch.DomainPackageStatus),
  valid: [{ domainName: 'movies', packageIds: ['F1', 'G2', 'pkg-0a'] }],
  invalid: [
    [{ domainName: 'Movies', packageIds: [] }, /domainName: must be 3 to 28.*packageIds: must have at least one/],
    [{ domainName: 'movies', packageIds: ['F1', 'X2'] }, /^packageIds\.1: must be a package id/],
    [{ domainName: 'movies', packageIds: ['F1', 'F1'] }, /once/],
  ],
});

const movies = (...packageIds: string[]) => ({ domainName: 'movies', packageIds });

describe('several packages at once', () => {
  it.each(['all-or-nothing', 'per-package'] as const)(
    'each gets its own outcome, whether or not one stops the others (%s)',
    async (openSearchBatch) => {
      await using harness = await openHarness('opensearch-packages', { variants: { openSearchBatch } });
      harness.cloud.setOutcome(
        'opensearch-packages',
        'movies/F444444444',
        { outcome: 'error', error: { code: 'DisabledOperationException', message: 'not here' } },
        HOME,
      );
      const { progress, calls } = await harness.run(movies('F123456789', 'F222222222', 'F444444444', 'F999999999'));
      expect(progress).toMatchObject({
        state: 'FAILED',
        error: 'DISSOCIATION_FAILED',
        message: expect.stringContaining('PackageInUseException'),
        items: [
          { id: 'F123456789', state: 'DISASSOCIATED', outcome: 'DISASSOCIATED', serviceStatus: 'ABSENT' },
          { id: 'F222222222', state: 'FAILED', error: 'DISSOCIATION_FAILED' },
          { id: 'F444444444', state: 'FAILED', outcome: 'REJECTED', error: 'DisabledOperationException' },
          { id: 'F999999999', state: 'DISASSOCIATED', outcome: 'ALREADY_GONE', neverSeen: true },
        ],
      });
      expect(progress).not.toHaveProperty('rejected');
      expect(calls.filter(({ result }) => result === 'OK').some(({ mutating }) => mutating)).toBe(true);
      expect(harness.effects()).toHaveLength(2);
    },
  );

  it('all gone is ALREADY_GONE', async () => {
    await using harness = await openHarness('opensearch-packages');
    expectEnded(await harness.run(movies('F999999998', 'F999999999')), 'ALREADY_GONE');
  });

  it('one that is busy is asked for again while the others go on', async () => {
    await using harness = await openHarness('opensearch-packages');
    const { progress } = await harness.run(movies('F555555555', 'F123456789'), { ago: 1 });
    expectEnded({ progress }, 'DISASSOCIATED');
    expect(harness.effects()).toHaveLength(2);
  });
});

describe('what a package shows', () => {
  it('a domain that does not exist is NOT_FOUND, in the service’s words', async () => {
    await using harness = await openHarness('opensearch-packages');
    const { progress } = await harness.run({ domainName: 'nowhere', packageIds: ['F123456789'] });
    expect(progress).toMatchObject({
      notFound: true,
      message: expect.stringContaining('not found: nowhere'),
      items: [{ id: 'F123456789', state: 'FAILED', outcome: 'NOT_FOUND' }],
    });
  });

  it('a package of AWS is the request’s mistake', async () => {
    await using harness = await openHarness('opensearch-packages');
    const { progress } = await harness.run({ domainName: 'music', packageIds: ['G000000001'] });
    expect(progress).toMatchObject({ state: 'FAILED', rejected: true, message: expect.stringMatching(/not allowed/) });
  });

  it('one that is being associated is waited for, and ended then', async () => {
    await using harness = await openHarness('opensearch-packages');
    await harness.provider.restore?.({ domainName: 'books', packageIds: ['F123456789'] }, null, harness.contextFor());
    await harness.pass(5);
    const { progress } = await harness.run({ domainName: 'books', packageIds: ['F123456789'] });
    expectEnded({ progress }, 'DISASSOCIATED');
  });

  it('a failure since the request is its answer; a request made after it may try again', async () => {
    await using harness = await openHarness('opensearch-packages');
    await harness.run(movies('F222222222'), { ago: 1 });
    const copy = await harness.run(movies('F222222222'), { ago: 3600 });
    expect(copy.progress).toMatchObject({ state: 'FAILED', error: 'DISSOCIATION_FAILED' });
    expect(copy.calls.filter(({ mutating }) => mutating)).toEqual([]);
    harness.cloud.setOutcome('opensearch-packages', 'movies/F222222222', { outcome: 'succeeds', after: 60 }, HOME);
    expectEnded(await harness.run(movies('F222222222')), 'DISASSOCIATED');
  });

  it('a status nobody has heard of is polled again, and shown as it is', async () => {
    await using harness = await openHarness('opensearch-packages');
    const scripted = { outcome: 'unknown', after: 60, status: 'QUIESCING' } as const;
    harness.cloud.setOutcome('opensearch-packages', 'movies/F123456789', scripted, HOME);
    const start = await harness.provider.start(movies('F123456789'), harness.contextFor());
    expect(start).toMatchObject({ state: 'IN_PROGRESS', serviceStatus: 'QUIESCING' });
    const seen = await harness.provider.poll(movies('F123456789'), harness.contextFor({}, start));
    expect(seen).toMatchObject({ state: 'IN_PROGRESS', next: 'poll', serviceStatus: 'QUIESCING' });
  });

  it('a plugin that an engine upgrade gave a new id is told by its name', async () => {
    await using harness = await openHarness('opensearch-packages', { durations: { plugin: [3600, 3600] } });
    const target = { domainName: 'music', packageIds: ['pkg-0123456789abcdef'] };
    const start = await harness.provider.start(target, harness.contextFor());
    upgradeDomain(harness.cloud, HOME, 'music');
    const { progress } = { progress: await harness.provider.poll(target, harness.contextFor({}, start)) };
    expect(progress).toMatchObject({ note: expect.stringMatching(/the domain lists ranking-plugin as pkg-\w+ now/) });
  });

  it('a plugin is paced by hours, a dictionary by minutes', async () => {
    await using harness = await openHarness('opensearch-packages');
    const { pace, paceOf } = harness.provider.policy;
    expect(paceOf?.(movies('F123456789'), null)).toBe(pace);
    expect(paceOf?.(movies('F1', 'pkg-0a'), null).deadline).toBeGreaterThan(pace.deadline);
  });

  it('a plugin takes its licence along, which is said, and may come back with it', async () => {
    await using harness = await openHarness('opensearch-packages');
    const target = { domainName: 'music', packageIds: ['pkg-0123456789abcdef'] };
    const licence = { domainName: 'music', packageIds: ['pkg-fedcba9876543210'] };
    const { before, progress } = await harness.run(target);
    expect(before).toMatchObject([
      { PackageType: 'ZIP-PLUGIN', LastUpdated: expect.stringMatching(/Z$/) },
      { PackageType: 'PACKAGE-LICENSE' },
    ]);
    expect(progress).toMatchObject({
      outcome: 'DISASSOCIATED',
      alsoRemoved: [{ target: licence, before: [{ PackageID: 'pkg-fedcba9876543210' }] }],
    });
    await harness.provider.restore?.(target, before, harness.contextFor());
    expect(harness.row('music/pkg-0123456789abcdef')?.status).toBe('ASSOCIATING');
    expect(harness.row('music/pkg-fedcba9876543210')?.status).toBe('ASSOCIATING');
  });

  it('a plugin whose licence is associated already comes back alone', async () => {
    await using harness = await openHarness('opensearch-packages');
    const target = { domainName: 'music', packageIds: ['pkg-0123456789abcdef'] };
    const licence = { domainName: 'music', packageIds: ['pkg-fedcba9876543210'] };
    const { before } = await harness.run(target);
    await harness.provider.restore?.(licence, null, harness.contextFor());
    await harness.provider.restore?.(target, before, harness.contextFor());
    expect(harness.row('music/pkg-0123456789abcdef')?.status).toBe('ASSOCIATING');
  });
});
