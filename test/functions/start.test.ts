import './silence-logs.ts';
import { describe, expect, it } from 'vitest';
import type { Disassociation } from '../../functions/disassociation/disassociation.ts';
import { start } from '../../functions/start.ts';
import { gone, KIND, type Played, providerOf, request, secondsAgo, waiting } from './provider.ts';
import { invoke } from './wire.ts';

const run = (played: Played, envelope: unknown, disassociation: Disassociation | null = null) =>
  invoke<unknown, Disassociation>(start(played), { request: envelope, disassociation });

describe('start', () => {
  it('returns what it found, when it gives up and when to poll next', async () => {
    const played = providerOf();
    const timestamp = secondsAgo(0);
    const made = await run(played, request({}, { timestamp }));
    expect(made).toMatchObject({ progress: waiting, before: waiting.snapshot, polls: 0, callCount: 0 });
    expect(Date.parse(made.deadline) - Date.parse(timestamp)).toBe(3600_000);
    expect(made.waitSeconds).toBeGreaterThanOrEqual(4);
    expect(made.waitSeconds).toBeLessThanOrEqual(6);
    expect(Date.parse(made.nextPollAt)).toBeGreaterThan(Date.parse(timestamp));
  });

  it('hands over the request’s own id, timestamp and deadline', async () => {
    const played = providerOf();
    const deadline = new Date(Date.now() + 60_000).toISOString();
    const envelope = request({ deadline }, { id: 'ticket-1' });
    const made = await run(played, envelope);
    expect(played.ran[0]?.runContext.request).toMatchObject({ id: 'ticket-1', deadline });
    expect(made.deadline).toBe(deadline);
  });

  it('goes on from what was found before', async () => {
    const first = await run(providerOf(), request());
    const played = providerOf({ start: gone });
    const second = await run(played, request(), first);
    expect(played.ran[0]?.runContext.earlier).toEqual(first.progress);
    expect(second).toMatchObject({ progress: gone, before: waiting.snapshot, polls: 1, startedAt: first.startedAt });
  });

  it('keeps what was shown before it asked', async () => {
    const made = await run(providerOf({ start: { ...waiting, before: { DomainPackageStatus: 'ACTIVE' } } }), request());
    expect(made.before).toEqual({ DomainPackageStatus: 'ACTIVE' });
    expect(made.progress).toEqual(waiting);
  });

  it('knows the account it acts in', async () => {
    const played = providerOf();
    await run(played, request());
    expect(played.ran[0]?.runContext.account).toBe('111122223333');
  });

  it('gives a session of votes until its own expiry, and time to settle', async () => {
    const until = new Date(Date.now() + 7200_000).toISOString();
    const made = await run(providerOf({ start: { ...waiting, until } }), request());
    expect(Date.parse(made.deadline) - Date.parse(until)).toBe(900_000);
  });

  it.each([
    [290, []],
    [310, [expect.objectContaining({ path: 'detail.metadata.timestamp' })]],
  ])('accepts a timestamp as far ahead as clocks differ: %i s', async (ahead, problems) => {
    const played = providerOf();
    const made = await run(played, request({}, { timestamp: secondsAgo(-ahead) }));
    expect(made.problems ?? []).toEqual(problems);
    expect(played.ran).toHaveLength(problems.length === 0 ? 1 : 0);
  });

  it('changes nothing for a request that is past its deadline', async () => {
    const played = providerOf({ poll: waiting });
    const made = await run(played, request({}, { timestamp: secondsAgo(3700) }));
    expect(played.ran.map(({ step }) => step)).toEqual(['poll']);
    expect(made.progress).toMatchObject({ state: 'IN_PROGRESS', serviceStatus: 'DISSOCIATING' });
    expect(Date.parse(made.deadline)).toBeLessThan(Date.now());
  });

  it('says that it is gone where a late request’s wish has come true', async () => {
    const made = await run(providerOf({ poll: gone }), request({}, { timestamp: secondsAgo(3700) }));
    expect(made.progress).toMatchObject({ state: 'DISASSOCIATED', outcome: 'ALREADY_GONE' });
  });

  it('rejects an invalid request with every problem, and calls no service', async () => {
    const played = providerOf();
    const made = await run(played, request({ target: { domainName: 'NO' } }, { version: '7' }));
    expect(played.ran).toEqual([]);
    expect(made.progress).toMatchObject({ state: 'FAILED', rejected: true, error: 'InvalidRequest' });
    expect(made.problems?.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['detail.metadata.version', 'detail.data.target.domainName']),
    );
  });

  it('refuses a role that is not one of the stack’s', async () => {
    process.env.SPOKE_ROLES = 'arn:aws:iam::*:role/offboard-spoke';
    const where = { roleArn: 'arn:aws:iam::444455556666:role/admin' };
    const made = await run(providerOf(), request({ where }));
    expect(made.problems).toEqual([
      { path: 'detail.data.where.roleArn', message: expect.stringContaining('arn:aws:iam::*:role/offboard-spoke') },
    ]);
  });

  it('refuses another kind’s request', async () => {
    const made = await run({ ...providerOf(), kind: 'license-manager-user' }, request());
    expect(made.problems).toEqual([
      { path: 'detail.data.association', message: expect.stringContaining('license-manager-user') },
    ]);
    expect(KIND).not.toBe('license-manager-user');
  });

  it('acts in the Region it is told', async () => {
    const played = providerOf();
    await run(played, request({ where: { region: 'eu-west-1' } }));
    expect(played.ran[0]?.runContext.clientConfig).toEqual({ region: 'eu-west-1' });
  });

  it.each([
    ['AccessDeniedException', 400, 'AccessDenied'],
    ['AccessDenied', 403, 'AccessDenied'],
    ['ThrottlingException', 400, 'Throttled'],
    ['Throttling', 400, 'Throttled'],
    ['Whatever', 429, 'Throttled'],
    ['InternalException', 500, 'Unavailable'],
    ['ExpiredTokenException', 403, 'Unavailable'],
    ['TimeoutError', undefined, 'Unavailable'],
    ['ValidationException', 400, 'ValidationException'],
  ])('throws %s (%s) as %s, with the service’s words', async (name, httpStatusCode, thrown) => {
    const error = Object.assign(new Error('its words'), { name, $metadata: { httpStatusCode } });
    const played = providerOf({
      start: () => {
        throw error;
      },
    });
    await expect(run(played, request())).rejects.toMatchObject({
      name: thrown,
      message: expect.stringContaining('its words'),
    });
  });

  it('throws as Unavailable what only the association knows to pass', async () => {
    const played = providerOf({
      start: () => {
        throw Object.assign(new Error('a dependency failed'), { name: 'DependencyFailureException' });
      },
    });
    played.errors = { DependencyFailureException: 'RETRYABLE' };
    await expect(run(played, request())).rejects.toMatchObject({
      name: 'Unavailable',
      message: 'DependencyFailureException: a dependency failed',
    });
  });

  it('throws a connection that was cut as Unavailable', async () => {
    const played = providerOf({
      start: () => {
        throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      },
    });
    await expect(run(played, request())).rejects.toMatchObject({
      name: 'Unavailable',
      message: expect.stringContaining('ECONNRESET'),
    });
  });
});
