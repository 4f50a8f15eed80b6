import * as codeartifact from '@aws-sdk/client-codeartifact';
import { describe, expect, it } from 'vitest';
import type { Discovered } from '../../associations/common/contract.ts';
import { HOME } from '../../simulators/common/locations.ts';
import { exceptionsOf } from './exceptions.ts';
import { type Harness, openHarness } from './harness.ts';
import { describeAssociation, expectEnded } from './suite.ts';

describeAssociation('codeartifact-external-connection', {
  key: 'acme/web/public:npmjs',
  requests: 'DisassociateExternalConnection',
  reads: 'DescribeRepository',
  questions: ['codeArtifactMissing'],
  neverSeen: { domain: 'acme', repository: 'web', externalConnection: 'public:pypi' },
  orphan: { domain: 'acmee', repository: 'web', externalConnection: 'public:npmjs' },
  bad: [{ scripted: { outcome: 'stuck' }, error: 'Reverted' }],
  dated: false,
  filter: { domain: 'acme' },
  exceptions: exceptionsOf(codeartifact, codeartifact.CodeartifactServiceException),
  statuses: Object.values(codeartifact.ExternalConnectionStatus).map((word) => word.toUpperCase()),
  valid: [{ domain: 'acme', domainOwner: '111122223333', repository: 'r2.d2', externalConnection: 'public:crates-io' }],
  invalid: [
    [
      { domain: 'a', repository: '-', externalConnection: 'x y', domainOwner: '1' },
      /domain:.*domainOwner:.*repository:.*externalConnection:/,
    ],
  ],
});

const KIND = 'codeartifact-external-connection';
const web = { domain: 'acme', repository: 'web', externalConnection: 'public:npmjs' };

describe('what a repository shows', () => {
  it('one that does not exist is NOT_FOUND, in the service’s words', async () => {
    await using harness = await openHarness(KIND);
    const { progress } = await harness.run({ ...web, repository: 'wbe' });
    expect(progress).toMatchObject({ notFound: true, message: expect.stringContaining('wbe'), snapshot: null });
  });

  it('the repository is kept whole, with and without its connection', async () => {
    await using harness = await openHarness(KIND);
    const { before, progress } = await harness.run({ ...web, domainOwner: HOME.account });
    expect(before).toMatchObject({
      arn: expect.stringMatching(/^arn:aws:codeartifact/),
      createdTime: expect.stringMatching(/^20.*Z$/),
      externalConnections: [{ externalConnectionName: 'public:npmjs', packageFormat: 'npm', status: 'Available' }],
    });
    expect(progress.snapshot).toMatchObject({ name: 'web', externalConnections: [] });
  });

  it('one that was made after the request is skipped', async () => {
    await using harness = await openHarness(KIND);
    const { progress } = await harness.run(web, { ago: 600 * 24 * 3600 });
    expectEnded({ progress }, 'SKIPPED');
  });
});

describe('when the service is not of one mind', () => {
  it('another change of the repository is waited for', async () => {
    await using harness = await openHarness(KIND);
    harness.cloud.setOutcome(KIND, 'acme/web/public:npmjs', { outcome: 'busy', after: 60 }, HOME);
    const { progress, polls } = await harness.run(web);
    expectEnded({ progress }, 'DISASSOCIATED');
    expect(polls).toBeGreaterThan(1);
  });

  it('what it says is not there but goes on showing is FAILED after a while', async () => {
    await using harness = await openHarness(KIND);
    const error = { code: 'ResourceNotFoundException', message: 'no such connection', status: 404 };
    harness.cloud.setOutcome(KIND, 'acme/web/public:npmjs', { outcome: 'error', error }, HOME);
    const { progress, polls } = await harness.run(web);
    expect(progress).toMatchObject({
      state: 'FAILED',
      error: 'ResourceNotFoundException',
      message: 'no such connection',
    });
    expect(polls).toBeGreaterThan(1);
  });

  it('what it cannot read is the request’s mistake, and not asked again', async () => {
    await using harness = await openHarness(KIND);
    const error = { code: 'ValidationException', message: 'bad name' };
    harness.cloud.setOutcome(KIND, 'acme/web/public:npmjs', { outcome: 'error', error }, HOME);
    expect((await harness.run(web)).progress).toMatchObject({ state: 'FAILED', rejected: true, message: 'bad name' });
  });
});

describe('what reads through a repository', () => {
  const discovered = async (harness: Harness, filter: Record<string, string>, from?: string) => {
    const seen: Discovered[] = [];
    for await (const each of harness.provider.discover(filter, harness.contextFor(), from)) seen.push(each);
    return seen;
  };
  const app = { within: `${HOME.account}/acme`, name: 'app', through: ['web'] };
  const dependents = (seen: Discovered[]) => seen.flatMap((each) => (each.type === 'dependent' ? each.dependent : []));

  it('is told where one was looked for by its name, from any of the cursors on, without being looked through', async () => {
    await using harness = await openHarness(KIND, { pages: { most: 1 } });
    const seen = await discovered(harness, { repository: 'web' });
    expect(seen.filter(({ type }) => type === 'association' || type === 'scanned')).toHaveLength(2);
    expect(dependents(seen)).toEqual([app]);
    const [first] = seen.flatMap((each) => (each.type === 'cursor' ? each.cursor : []));
    expect(seen.findIndex(({ type }) => type === 'cursor')).toBeGreaterThan(1);
    const rest = await discovered(harness, { repository: 'web' }, first);
    expect(rest).toEqual(seen.slice(seen.findIndex(({ type }) => type === 'cursor') + 1));
  });

  it('is not asked for where there is nothing to cut off', async () => {
    await using harness = await openHarness(KIND);
    expect(dependents(await discovered(harness, { repository: 'legacy' }))).toEqual([]);
    const context = harness.contextFor();
    for await (const _ of harness.provider.discover({ domain: 'acme', repository: 'nowhere' }, context));
    expect(context.calls.map(({ operation }) => operation)).toEqual(['DescribeRepository']);
  });

  it('is told with the rest where a domain is looked through', async () => {
    await using harness = await openHarness(KIND);
    expect(dependents(await discovered(harness, { domain: 'acme' }))).toEqual([app]);
  });
});
