import { describe, expect, it } from 'vitest';
import { associationOf } from '../../associations/registry.ts';
import { HOME } from '../../simulators/locations.ts';
import { teams } from '../../simulators/mpa/resources.ts';
import { vote } from '../../simulators/mpa/votes.ts';
import { describeAssociation, expectEnded } from './suite.ts';
import { openWorld } from './world.ts';

const KIND = 'payment-cryptography-mpa-team';
const KEY = 'IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE';
const { example } = associationOf(KIND).target;

describeAssociation(KIND, {
  key: KEY,
  asks: 'DisassociateMpaTeam',
  polls: 'GetMpaTeamAssociation',
  questions: ['mpaSecondRequest', 'mpaAfterApproval', 'mpaAfterRejection'],
  bad: [
    { scripted: { outcome: 'rejected', after: 600 }, error: 'VoteRejected' },
    { scripted: { outcome: 'expires' }, error: 'VoteExpired' },
    { scripted: { outcome: 'cancelled', after: 600 }, error: 'VoteCancelled' },
    { scripted: { outcome: 'not-executed', after: 600 }, error: 'ExecutionFailed' },
  ],
  // It shows none, but its team's sessions do: see below.
  dated: false,
  filter: { action: KEY },
});

describe('a vote is asked for once', () => {
  it.each(['active-with-status', 'active-without', 'delete-pending-failed'] as const)(
    'a rejection is the answer to every copy of the request (%s)',
    async (mpaAfterRejection) => {
      await using world = await openWorld(KIND, { variants: { mpaAfterRejection } });
      world.cloud.setOutcome(KIND, KEY, { outcome: 'rejected', after: 600 }, HOME);
      await world.run(example, { ago: 1 });
      await world.pass(3600);
      const copy = await world.run(example, { ago: 2 * 3600 });
      expect(copy.progress).toMatchObject({ state: 'FAILED', error: 'VoteRejected' });
      expect(sessions(world)).toHaveLength(1);
    },
  );

  it('a request made after the rejection asks again', async () => {
    await using world = await openWorld(KIND);
    world.cloud.setOutcome(KIND, KEY, { outcome: 'rejected', after: 600 }, HOME);
    await world.run(example);
    await world.pass(3600);
    world.cloud.setOutcome(KIND, KEY, { outcome: 'succeeds', after: 600 }, HOME);
    expectEnded(await world.run(example), 'DISASSOCIATED');
    expect(sessions(world)).toHaveLength(2);
  });

  it('a team that was associated again since is left alone by a late copy', async () => {
    await using world = await openWorld(KIND);
    const { before } = await world.run(example, { ago: 1 });
    await world.pass(60);
    await world.provider.restore?.(example, before, world.contextFor());
    await world.pass(60);
    const late = await world.run(example, { ago: 24 * 3600 });
    expect(late.progress).toMatchObject({ state: 'DISASSOCIATED', note: 'a team has been associated again since' });
    expect(sessions(world)).toHaveLength(1);
    expect(world.row(KEY)?.status).toBe('ACTIVE');
  });

  it('a change of the team that waits for its own vote is waited for', async () => {
    await using world = await openWorld(KIND);
    const other = { ...HOME, region: 'us-east-1' };
    const arn = `arn:aws:mpa:us-east-1:${HOME.account}:approval-team/other`;
    world.cloud.putResource(teams, other, arn, { ...teamOf(world), arn, name: 'other' });
    world.cloud.setOutcome(KIND, KEY, { outcome: 'rejected', after: 600 }, HOME);
    await world.provider.restore?.(example, { MpaTeamArn: arn }, world.contextFor());
    const start = await world.provider.start(example, world.contextFor());
    expect(start).toMatchObject({ state: 'IN_PROGRESS', next: 'start', serviceStatus: 'UPDATE_PENDING' });
    world.cloud.setOutcome(KIND, KEY, { outcome: 'succeeds', after: 600 }, HOME);
    expectEnded(await world.run(example), 'DISASSOCIATED');
    expect(sessions(world)).toHaveLength(2);
  });
});

describe('somewhere else', () => {
  it.each([
    ['us-west-2', 'VoteRejected'],
    ['eu-west-1', 'VoteExpired'],
    ['eu-central-1', 'VoteCancelled'],
  ])('%s has an association of its own, whose vote is held where its team is', async (region, error) => {
    await using world = await openWorld(KIND);
    const { progress } = await world.run(example, { region });
    expect(progress).toMatchObject({ state: 'FAILED', error });
    expect(world.row(KEY)?.status).toBe('ACTIVE');
  });
});

describe('while people vote', () => {
  it('the wait lasts until the session expires, and its votes are followed', async () => {
    await using world = await openWorld(KIND);
    world.cloud.setOutcome(KIND, KEY, { outcome: 'expires' }, HOME);
    const start = await world.provider.start(example, world.contextFor());
    const arn = sessions(world)[0]?.detail ?? '';
    expect(start).toMatchObject({
      state: 'IN_PROGRESS',
      next: 'poll',
      serviceStatus: 'DELETE_PENDING',
      until: expect.stringMatching(/^2026-03-02T12:00/),
      memory: { sessionArn: arn },
    });
    vote(world.cloud, arn, 'ana', 'APPROVE');
    expect(await world.provider.poll(example, world.contextFor({}, start))).toMatchObject({ state: 'IN_PROGRESS' });
    vote(world.cloud, arn, 'ben', 'APPROVE');
    await world.pass(120);
    expectEnded({ progress: await world.provider.poll(example, world.contextFor({}, start)) }, 'DISASSOCIATED');
  });

  it('an approved end that the service goes on showing counts, unconfirmed, after a while', async () => {
    await using world = await openWorld(KIND);
    world.cloud.setOutcome(KIND, KEY, { outcome: 'stuck', after: 600 }, HOME);
    const { progress } = await world.run(example);
    expect(progress).toMatchObject({ outcome: 'DISASSOCIATED', confirmed: false, serviceStatus: 'DELETE_PENDING' });
  });

  it('a newer session that took its place is told', async () => {
    await using world = await openWorld(KIND, { variants: { mpaSecondRequest: 'accept' } });
    const start = await world.provider.start(example, world.contextFor());
    const { sessionArn } = (start.state === 'IN_PROGRESS' ? start.memory : {}) as { sessionArn: string };
    const memory = { sessionArn: `${sessionArn.slice(0, -1)}0` };
    const earlier = { ...start, memory } as typeof start;
    expect(await world.provider.poll(example, world.contextFor({}, earlier))).toMatchObject({
      state: 'FAILED',
      error: 'Superseded',
    });
  });
});

function sessions(world: Awaited<ReturnType<typeof openWorld>>) {
  return world.effects().filter(({ effect }) => effect === 'session-opened');
}

function teamOf(world: Awaited<ReturnType<typeof openWorld>>) {
  const [team] = world.cloud.resources(teams, HOME);
  if (team === undefined) throw new Error('the seeded world has a team');
  return team;
}
