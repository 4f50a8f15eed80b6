import * as paymentCryptography from '@aws-sdk/client-payment-cryptography';
import { describe, expect, it } from 'vitest';
import { errors, sessionFailures } from '../../associations/payment-cryptography-mpa-team/approval-session.ts';
import { takeLease } from '../../associations/payment-cryptography-mpa-team/lease.ts';
import { associationOf } from '../../associations/registry.ts';
import { HOME } from '../../simulators/common/locations.ts';
import { teams } from '../../simulators/mpa/resources.ts';
import { vote } from '../../simulators/mpa/votes.ts';
import { exceptionsOf } from './exceptions.ts';
import { openHarness } from './harness.ts';
import { describeAssociation, expectEnded } from './suite.ts';

const KIND = 'payment-cryptography-mpa-team';
const KEY = 'IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE';
const { example } = associationOf(KIND).target;

describeAssociation(KIND, {
  key: KEY,
  requests: 'DisassociateMpaTeam',
  reads: 'GetMpaTeamAssociation',
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
  exceptions: exceptionsOf(paymentCryptography, paymentCryptography.PaymentCryptographyServiceException),
  statuses: ['ACTIVE', 'UPDATE_PENDING', 'DELETE_PENDING'],
  valid: [{ action: KEY, requesterComment: 'Contract 4711 ended on 2026-03-01, account 111122223333' }],
  invalid: [
    [{ action: 'EXPORT' }, /must be IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE/],
    [{ action: KEY, requesterComment: 'x'.repeat(201) }, /at most 200/],
    [{ action: KEY, requesterComment: 'ask bob@example.com' }, /without personal data.*clear text.*an e-mail address/],
  ],
});

describe('Multi-party approval', () => {
  it('has every exception of its API reference classified', () => {
    const known = [
      'AccessDeniedException',
      'ConflictException',
      'InternalServerException',
      'ResourceNotFoundException',
      'ServiceQuotaExceededException',
      'ThrottlingException',
      'ValidationException',
      'InvalidParameterException',
    ];
    expect(known.filter((name) => errors[name] === undefined)).toEqual([]);
  });

  it('has every session status and code classified', () => {
    const statuses = ['CREATING', 'PENDING', 'APPROVED', 'FAILED', 'CANCELLED'];
    const codes = ['REJECTED', 'EXPIRED', 'CONFIGURATION_CHANGED', 'ALL_APPROVERS_IN_SESSION'];
    const byCloudTrail = ['TEAM_DELETED', 'CANCELLED_BY_USER'];
    expect([...statuses, ...codes, ...byCloudTrail].filter((word) => !(word in sessionFailures))).toEqual([]);
  });
});

describe('a vote is asked for once', () => {
  it.each(['active-with-status', 'active-without', 'delete-pending-failed'] as const)(
    'a rejection is the answer to every copy of the request (%s)',
    async (mpaAfterRejection) => {
      await using harness = await openHarness(KIND, { variants: { mpaAfterRejection } });
      harness.cloud.setOutcome(KIND, KEY, { outcome: 'rejected', after: 600 }, HOME);
      await harness.run(example, { ago: 1 });
      await harness.pass(3600);
      const copy = await harness.run(example, { ago: 2 * 3600 });
      expect(copy.progress).toMatchObject({ state: 'FAILED', error: 'VoteRejected' });
      expect(sessions(harness)).toHaveLength(1);
    },
  );

  it('a request made after the rejection asks again', async () => {
    await using harness = await openHarness(KIND);
    harness.cloud.setOutcome(KIND, KEY, { outcome: 'rejected', after: 600 }, HOME);
    await harness.run(example);
    await harness.pass(3600);
    harness.cloud.setOutcome(KIND, KEY, { outcome: 'succeeds', after: 600 }, HOME);
    expectEnded(await harness.run(example), 'DISASSOCIATED');
    expect(sessions(harness)).toHaveLength(2);
  });

  it('a team that was associated again since is left alone by a late copy', async () => {
    await using harness = await openHarness(KIND);
    const { before } = await harness.run(example, { ago: 1 });
    await harness.pass(60);
    await harness.provider.restore?.(example, before, harness.contextFor());
    await harness.pass(60);
    const late = await harness.run(example, { ago: 24 * 3600 });
    expect(late.progress).toMatchObject({ state: 'DISASSOCIATED', note: 'a team has been associated again since' });
    expect(sessions(harness)).toHaveLength(1);
    expect(harness.row(KEY)?.status).toBe('ACTIVE');
  });

  it('a change of the team that waits for its own vote is waited for', async () => {
    await using harness = await openHarness(KIND);
    const other = { ...HOME, region: 'us-east-1' };
    const arn = `arn:aws:mpa:us-east-1:${HOME.account}:approval-team/other`;
    harness.cloud.putResource(teams, other, arn, { ...teamOf(harness), arn, name: 'other' });
    harness.cloud.setOutcome(KIND, KEY, { outcome: 'rejected', after: 600 }, HOME);
    await harness.provider.restore?.(example, { MpaTeamArn: arn }, harness.contextFor());
    const start = await harness.provider.start(example, harness.contextFor());
    expect(start).toMatchObject({ state: 'IN_PROGRESS', next: 'start', serviceStatus: 'UPDATE_PENDING' });
    harness.cloud.setOutcome(KIND, KEY, { outcome: 'succeeds', after: 600 }, HOME);
    expectEnded(await harness.run(example), 'DISASSOCIATED');
    expect(sessions(harness)).toHaveLength(2);
  });
});

describe('somewhere else', () => {
  it.each([
    ['us-west-2', 'VoteRejected'],
    ['eu-west-1', 'VoteExpired'],
    ['eu-central-1', 'VoteCancelled'],
  ])('%s has an association of its own, whose vote is held where its team is', async (region, error) => {
    await using harness = await openHarness(KIND);
    const { progress } = await harness.run(example, { region });
    expect(progress).toMatchObject({ state: 'FAILED', error });
    expect(harness.row(KEY)?.status).toBe('ACTIVE');
  });
});

describe('reading and requesting are one step', () => {
  const startAll = async (harness: Awaited<ReturnType<typeof openHarness>>, count: number) =>
    Promise.all(Array.from({ length: count }, () => harness.provider.start(example, harness.contextFor())));

  it.each(['conflict', 'accept'])('of starts at one moment one asks for a vote (%s)', async (mpaSecondRequest) => {
    await using harness = await openHarness(KIND, { variants: { mpaSecondRequest } });
    await startAll(harness, 5);
    expect(sessions(harness)).toHaveLength(1);
    await harness.pass(60);
    const [later] = await startAll(harness, 1);
    expect(later).toMatchObject({ state: 'IN_PROGRESS', next: 'poll', waitingFor: 'votes' });
    expect(sessions(harness)).toHaveLength(1);
  });

  it('one that read and then died holds others up for a minute and a half', async () => {
    await using harness = await openHarness(KIND);
    await takeLease(KEY, harness.contextFor());
    const [waiting] = await startAll(harness, 1);
    expect(waiting).toMatchObject({ state: 'IN_PROGRESS', next: 'start', waitingFor: 'other-change' });
    await harness.pass(89);
    await startAll(harness, 1);
    expect(sessions(harness)).toHaveLength(0);
    await harness.pass(1);
    await startAll(harness, 2);
    expect(sessions(harness)).toHaveLength(1);
  });

  it('in each Region by itself', async () => {
    await using harness = await openHarness(KIND);
    const regions = ['us-east-1', 'us-west-2', 'eu-west-1'];
    await Promise.all(regions.map((region) => harness.provider.start(example, harness.contextFor({ region }))));
    expect(sessions(harness)).toHaveLength(3);
  });
});

describe('sessions that may not be read', () => {
  const denied = async (outcome: { outcome: string; after: number }) => {
    const harness = await openHarness(KIND);
    harness.cloud.setOutcome(KIND, KEY, outcome, HOME);
    for (const action of ['mpa:GetSession', 'mpa:ListSessions']) harness.deny(action);
    return harness;
  };

  it('fail no request: the association shows the vote', async () => {
    await using harness = await denied({ outcome: 'succeeds', after: 600 });
    const start = await harness.provider.start(example, harness.contextFor());
    expect(start).toMatchObject({
      state: 'IN_PROGRESS',
      next: 'poll',
      waitingMessage: expect.stringMatching(
        /^Waiting for the approvers to vote\. Their session cannot be read: .*mpa:GetSession/,
      ),
    });
    expectEnded(await harness.run(example), 'DISASSOCIATED');
    expect(sessions(harness)).toHaveLength(1);
  });

  it('and a rejection is shown by the association, too', async () => {
    await using harness = await denied({ outcome: 'rejected', after: 600 });
    expect((await harness.run(example)).progress).toMatchObject({ state: 'FAILED', error: 'VoteFailed' });
  });
});

describe('while people vote', () => {
  it('the wait lasts until the session expires, and its votes are followed', async () => {
    await using harness = await openHarness(KIND);
    harness.cloud.setOutcome(KIND, KEY, { outcome: 'expires' }, HOME);
    const start = await harness.provider.start(example, harness.contextFor());
    const arn = sessions(harness)[0]?.detail ?? '';
    expect(start).toMatchObject({
      state: 'IN_PROGRESS',
      next: 'poll',
      serviceStatus: 'DELETE_PENDING',
      until: expect.stringMatching(/^2026-03-02T12:00/),
      memory: { sessionArn: arn },
    });
    vote(harness.cloud, arn, 'ana', 'APPROVE');
    expect(await harness.provider.poll(example, harness.contextFor({}, start))).toMatchObject({ state: 'IN_PROGRESS' });
    vote(harness.cloud, arn, 'ben', 'APPROVE');
    await harness.pass(120);
    expectEnded({ progress: await harness.provider.poll(example, harness.contextFor({}, start)) }, 'DISASSOCIATED');
  });

  it('an approved end that the service goes on showing counts, unconfirmed, after a while', async () => {
    await using harness = await openHarness(KIND);
    harness.cloud.setOutcome(KIND, KEY, { outcome: 'stuck', after: 600 }, HOME);
    const { progress } = await harness.run(example);
    expect(progress).toMatchObject({ outcome: 'DISASSOCIATED', confirmed: false, serviceStatus: 'DELETE_PENDING' });
  });

  it('a newer session that took its place is told', async () => {
    await using harness = await openHarness(KIND, { variants: { mpaSecondRequest: 'accept' } });
    const start = await harness.provider.start(example, harness.contextFor());
    const { sessionArn } = (start.state === 'IN_PROGRESS' ? start.memory : {}) as { sessionArn: string };
    const memory = { sessionArn: `${sessionArn.slice(0, -1)}0` };
    const earlier = { ...start, memory } as typeof start;
    expect(await harness.provider.poll(example, harness.contextFor({}, earlier))).toMatchObject({
      state: 'FAILED',
      error: 'Superseded',
    });
  });
});

function sessions(harness: Awaited<ReturnType<typeof openHarness>>) {
  return harness.effects().filter(({ effect }) => effect === 'session-opened');
}

function teamOf(harness: Awaited<ReturnType<typeof openHarness>>) {
  const [team] = harness.cloud.resources(teams, HOME);
  if (team === undefined) throw new Error('the seeded cloud has a team');
  return team;
}
