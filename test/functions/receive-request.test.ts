import './silence-logs.ts';
import { afterEach, describe, expect, it } from 'vitest';
import type { Envelope } from '../../events/define.ts';
import { handler, type ReceivedRequest } from '../../functions/receive-request.ts';
import { KIND, request, secondsAgo } from './provider.ts';
import { invoke } from './wire.ts';

process.env.SPOKE_ROLES = 'arn:aws:iam::*:role/offboard-spoke';
afterEach(() => {
  process.env.PROTECTED_NAMES = '';
  process.env.APPROVAL_FLOOR = '';
  process.env.FREEZE_WINDOWS = '';
});

const receive = (envelope: Envelope, machine = `offboard-dev-${KIND}`) =>
  invoke<unknown, ReceivedRequest>(handler, { request: envelope, machine });
const packages = (packageIds: string[]) => ({ target: { domainName: 'movies', packageIds } });

describe('receive-request', () => {
  it('hands a valid request on as it is', async () => {
    const envelope = request();
    expect(await receive(envelope)).toEqual({ request: envelope, rejection: null });
  });

  it.each<[string, Envelope, string]>([
    ['a schema', request({ target: { domainName: 'NO' } }), 'detail.data.target.domainName'],
    ['a clock ahead', request({}, { timestamp: secondsAgo(-310) }), 'detail.metadata.timestamp'],
    ['a role', request({ where: { roleArn: 'arn:aws:iam::444455556666:role/admin' } }), 'detail.data.where.roleArn'],
  ])('rejects what %s does not allow', async (_, envelope, path) => {
    const { rejection } = await receive(envelope);
    expect(rejection).toMatchObject({
      error: 'INVALID',
      problems: expect.arrayContaining([expect.objectContaining({ path })]),
    });
  });

  it('rejects another kind’s request', async () => {
    const { rejection } = await receive(request(), 'offboard-dev-license-manager-user');
    expect(rejection).toMatchObject({ error: 'INVALID', problems: [{ path: 'detail.data.association' }] });
  });

  it('rejects protected names: the first, and the count of the rest', async () => {
    process.env.PROTECTED_NAMES = '*/{live, movies}/**';
    const ids = Array.from({ length: 60 }, (_, index) => `F${index}`);
    const { rejection } = await receive(request(packages(ids)));
    expect(rejection?.error).toBe('PROTECTED');
    expect(rejection?.problems).toHaveLength(51);
  });

  it('rejects what the floor lets only a plan remove', async () => {
    process.env.APPROVAL_FLOOR = KIND;
    expect((await receive(request())).rejection?.error).toBe('APPROVAL_REQUIRED');
  });

  it('rejects all in a freeze window, until it ends', async () => {
    process.env.FREEZE_WINDOWS = 'cron(0 0 * * ? *) 25h UTC';
    const { rejection } = await receive(request());
    expect(rejection).toMatchObject({ error: 'FREEZE', retryAfter: expect.stringMatching(/Z$/) });
    expect(rejection?.problems).toEqual([
      {
        path: 'detail',
        message: expect.stringMatching(
          /^detail must wait until .*: offboard plan --associations .*, then: offboard apply PLAN$/,
        ),
      },
    ]);
  });

  it.each(['x', 'é', '\u0001'])(
    'of an event that a state cannot carry it hands on what identifies it (%j)',
    async (character) => {
      const long = character.repeat(33_000);
      const envelope = {
        ...request({ association: KIND, more: long }, { id: 'ticket-1', requestedBy: long }),
        source: long,
      };
      const { request: identified, rejection } = await receive(envelope);
      expect(rejection).toEqual({
        error: 'INVALID',
        problems: [{ path: 'detail', message: expect.stringContaining('may have 32768') }],
      });
      expect(identified).toMatchObject({
        id: envelope.id,
        detail: { metadata: { id: 'ticket-1' }, data: { association: KIND } },
      });
      expect(Buffer.byteLength(JSON.stringify(identified))).toBeLessThan(2000);
    },
  );

  it('identifies an event without any id alike, however large', async () => {
    const { id: _, ...rest } = request({ more: 'x'.repeat(40_000) }, { id: 'a/b' });
    const [one, two] = [await receive(rest as Envelope), await receive(rest as Envelope)];
    expect(one.request).toEqual(two.request);
    expect(one.request.id).toMatch(/^[0-9a-f]{64}$/);
  });
});
