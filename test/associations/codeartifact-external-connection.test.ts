import { describe, expect, it } from 'vitest';
import type { Discovered } from '../../associations/contract.ts';
import { HOME } from '../../simulators/locations.ts';
import { describeAssociation, expectEnded } from './suite.ts';
import { openWorld, type TestWorld } from './world.ts';

describeAssociation('codeartifact-external-connection', {
  key: 'acme/web/public:npmjs',
  asks: 'DisassociateExternalConnection',
  polls: 'DescribeRepository',
  questions: ['codeArtifactMissing'],
  bad: [{ scripted: { outcome: 'stuck' }, error: 'Reverted' }],
  dated: false,
  filter: { domain: 'acme' },
});

const KIND = 'codeartifact-external-connection';
const web = { domain: 'acme', repository: 'web', externalConnection: 'public:npmjs' };

describe('what a repository shows', () => {
  it('one that is not there has no connection; the service’s words are kept, for it may be a slip of the pen', async () => {
    await using world = await openWorld(KIND);
    const { progress } = await world.run({ ...web, repository: 'wbe' });
    expect(progress).toMatchObject({ outcome: 'ALREADY_GONE', note: expect.stringContaining('wbe'), snapshot: null });
  });

  it('the repository is kept whole, with and without its connection', async () => {
    await using world = await openWorld(KIND);
    const { before, progress } = await world.run({ ...web, domainOwner: HOME.account });
    expect(before).toMatchObject({
      arn: expect.stringMatching(/^arn:aws:codeartifact/),
      createdTime: expect.stringMatching(/^20.*Z$/),
      externalConnections: [{ externalConnectionName: 'public:npmjs', packageFormat: 'npm', status: 'Available' }],
    });
    expect(progress.snapshot).toMatchObject({ name: 'web', externalConnections: [] });
  });

  it('one that was made after the request is skipped', async () => {
    await using world = await openWorld(KIND);
    const { progress } = await world.run(web, { ago: 600 * 24 * 3600 });
    expectEnded({ progress }, 'SKIPPED');
  });
});

describe('when the service is not of one mind', () => {
  it('another change of the repository is waited for', async () => {
    await using world = await openWorld(KIND);
    world.cloud.setOutcome(KIND, 'acme/web/public:npmjs', { outcome: 'busy', after: 60 }, HOME);
    const { progress, polls } = await world.run(web);
    expectEnded({ progress }, 'DISASSOCIATED');
    expect(polls).toBeGreaterThan(1);
  });

  it('what it says is not there but goes on showing is FAILED after a while', async () => {
    await using world = await openWorld(KIND);
    const error = { code: 'ResourceNotFoundException', message: 'no such connection', status: 404 };
    world.cloud.setOutcome(KIND, 'acme/web/public:npmjs', { outcome: 'error', error }, HOME);
    const { progress, polls } = await world.run(web);
    expect(progress).toMatchObject({
      state: 'FAILED',
      error: 'ResourceNotFoundException',
      message: 'no such connection',
    });
    expect(polls).toBeGreaterThan(1);
  });

  it('what it cannot read is the request’s mistake, and not asked again', async () => {
    await using world = await openWorld(KIND);
    const error = { code: 'ValidationException', message: 'bad name' };
    world.cloud.setOutcome(KIND, 'acme/web/public:npmjs', { outcome: 'error', error }, HOME);
    expect((await world.run(web)).progress).toMatchObject({ state: 'FAILED', rejected: true, message: 'bad name' });
  });
});

describe('what reads through a repository', () => {
  const discovered = async (world: TestWorld, filter: Record<string, string>, from?: string) => {
    const seen: Discovered[] = [];
    for await (const each of world.provider.discover(filter, world.contextFor(), from)) seen.push(each);
    return seen;
  };
  const app = { within: `${HOME.account}/acme`, name: 'app', through: ['web'] };
  const dependents = (seen: Discovered[]) => seen.flatMap((each) => (each.type === 'dependent' ? each.dependent : []));

  it('is told where one was looked for by its name, from any of the cursors on, without being looked through', async () => {
    await using world = await openWorld(KIND, { pages: { most: 1 } });
    const seen = await discovered(world, { repository: 'web' });
    expect(seen.filter(({ type }) => type === 'association' || type === 'scanned')).toHaveLength(2);
    expect(dependents(seen)).toEqual([app]);
    const [first] = seen.flatMap((each) => (each.type === 'cursor' ? each.cursor : []));
    expect(seen.findIndex(({ type }) => type === 'cursor')).toBeGreaterThan(1);
    const rest = await discovered(world, { repository: 'web' }, first);
    expect(rest).toEqual(seen.slice(seen.findIndex(({ type }) => type === 'cursor') + 1));
  });

  it('is not asked for where there is nothing to cut off', async () => {
    await using world = await openWorld(KIND);
    expect(dependents(await discovered(world, { repository: 'legacy' }))).toEqual([]);
    const context = world.contextFor();
    for await (const _ of world.provider.discover({ domain: 'acme', repository: 'nowhere' }, context));
    expect(context.calls.map(({ operation }) => operation)).toEqual(['DescribeRepository']);
  });

  it('is told with the rest where a domain is looked through', async () => {
    await using world = await openWorld(KIND);
    expect(dependents(await discovered(world, { domain: 'acme' }))).toEqual([app]);
  });
});
