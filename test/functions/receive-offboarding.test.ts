import './silence-logs.ts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Received } from '../../functions/receive-offboarding.ts';
import type { Search } from '../../offboardings/common/found.ts';
import { workKey, workPrefix } from '../../offboardings/keys.ts';
import { BUCKET, bucket } from './bucket.ts';
import { request } from './provider.ts';
import { invoke, wire } from './wire.ts';

const ROLE = 'arn:aws:iam::222233334444:role/offboard-spoke';
Object.assign(process.env, {
  AWS_REGION: 'us-east-1',
  BUCKET_NAME: BUCKET,
  SPOKE_ROLES: 'arn:aws:iam::*:role/offboard-spoke',
});
let s3 = bucket();
const aws = await wire((asked) => s3.answer(asked));
const { handler } = await import('../../functions/receive-offboarding.ts');

afterAll(() => aws[Symbol.asyncDispose]());
beforeEach(() => {
  s3 = bucket();
});

/** An offboarding's request with exactly this data. */
function receive(data: unknown, metadata: Record<string, unknown> = {}): Promise<Received> {
  const made = request({}, metadata);
  const detail = { ...(made.detail as object), data };
  return invoke(handler, {
    request: { ...made, 'detail-type': 'OffboardingRequested', detail },
    run: 'run1',
    isNew: true,
  });
}

const WEB = { type: 'repository', id: 'web' };
/** As the state machine reads them. */
const stored = ({ searchesKey }: Received) => s3.objects.get(searchesKey) as Search[];
const paths = ({ problems }: Received) => problems.map(({ path }) => path);

describe('receive-offboarding', () => {
  it('stores the searches, and returns the fields of its events', async () => {
    const where = [{}, { region: 'eu-west-1', roleArn: ROLE }];
    const { request, ...received } = await receive({ subject: WEB, options: { mode: 'apply', where } }, { id: 'r1' });
    expect(request.detail).toEqual({ metadata: expect.objectContaining({ id: 'r1' }), data: {} });
    expect(received).toEqual({
      id: 'r1',
      prefix: workPrefix('r1', 'run1'),
      problems: [],
      mode: 'apply',
      about: { subject: WEB, mode: 'apply', requester: { name: 'unknown', proof: 'claimed' } },
      requester: { name: 'unknown', proof: 'claimed' },
      approvalsNeeded: 2,
      notBefore: null,
      searches: 2,
      searchesKey: workKey('r1', 'run1', 'searches.json'),
    });
    const searches = s3.objects.get(received.searchesKey) as Search[];
    expect(searches.map(({ id, kind, where, filter }) => [id, kind, where, filter])).toEqual([
      ['00000', 'codeartifact-external-connection', { region: 'us-east-1' }, { repository: 'web' }],
      ['00001', 'codeartifact-external-connection', { region: 'eu-west-1', roleArn: ROLE }, { repository: 'web' }],
    ]);
  });

  it('changes nothing unless it is told to: the mode is plan', async () => {
    expect(await receive({ subject: WEB })).toMatchObject({ mode: 'plan', about: { mode: 'plan' } });
  });

  it('searches once for a kind, a place and an association that are named several times', async () => {
    const kind = 'codeartifact-external-connection';
    const named = {
      association: kind,
      target: { domain: 'acme', repository: 'web', externalConnection: 'public:npmjs' },
    };
    const options = { kinds: [kind, kind, kind], where: [{}, { region: 'us-east-1' }, {}] };
    const received = await receive({ subject: WEB, associations: [named, named], options });
    expect(stored(received).map(({ reason }) => reason)).toEqual(['repository web', 'named']);
  });

  it('searches for a named target of another account’s domain there', async () => {
    const target = {
      domain: 'acme',
      domainOwner: '222233334444',
      repository: 'web',
      externalConnection: 'public:npmjs',
    };
    const received = await receive({ associations: [{ association: 'codeartifact-external-connection', target }] });
    expect(stored(received)).toMatchObject([{ filter: { domainOwner: '222233334444' }, targets: [target] }]);
  });

  it.each(['a/b', '../a', '.hidden', '-a', 'a:b', 'a b', 'ä', ''])(
    'refuses the id %j, and keeps its own keys',
    async (id) => {
      const { problems, prefix } = await receive({ subject: WEB }, { id });
      expect(problems.map(({ path }) => path)).toContain('detail.metadata.id');
      expect(prefix).toMatch(/^work\/[0-9a-f]{64}\/run1\/$/);
    },
  );

  it('refuses a timestamp of the future', async () => {
    const received = await receive({ subject: WEB }, { timestamp: '2106-01-01T00:00:00Z' });
    expect(paths(received)).toEqual(['detail.metadata.timestamp']);
  });

  it.each<[object, string[], string | null]>([
    [{}, [], null],
    [{ notBefore: '2026-11-27T18:00:00+01:00' }, [], '2026-11-27T17:00:00.000Z'],
    [{ notBefore: '2020-01-01T00:00:00Z' }, [], '2020-01-01T00:00:00.000Z'],
    [{ notBefore: '2106-01-01T00:00:00Z' }, ['detail.data.options.notBefore'], '2106-01-01T00:00:00.000Z'],
  ])('says before when nothing is removed: %j', async (options, expected, notBefore) => {
    const received = await receive({ subject: WEB, options }, { timestamp: '2026-11-20T16:00:00Z' });
    expect(paths(received)).toEqual(expected);
    expect(received.notBefore).toBe(notBefore);
  });

  it('refuses a deadline that comes before anything may be removed', async () => {
    const options = { notBefore: '2026-11-27T17:00:00Z', deadline: '2026-11-27T17:00:00Z' };
    const { problems } = await receive({ subject: WEB, options }, { timestamp: '2026-11-20T16:00:00Z' });
    expect(problems).toEqual([
      { path: 'detail.data.options.notBefore', message: 'notBefore must be before the deadline' },
    ]);
  });

  it('returns every problem, and stores no search', async () => {
    const received = await receive({
      subject: WEB,
      associations: [{ association: 'lambda', target: {} }],
      options: {
        kinds: ['license-manager-user'],
        overrides: [{ guardrail: 'common-sense', reason: 'we know' }],
        deadline: '2020-01-01T00:00:00Z',
        where: [{ roleArn: 'arn:aws:iam::222233334444:role/somebody' }],
      },
    });
    expect(paths(received).sort()).toEqual([
      'detail.data.associations.0.association',
      'detail.data.options.deadline',
      'detail.data.options.overrides.0.guardrail',
      'detail.data.options.where.0.roleArn',
      'detail.data.subject',
    ]);
    expect([received.searches, s3.objects.size]).toEqual([0, 0]);
  });

  it.each([
    [{}, 'detail.data'],
    [{ subject: { type: 'planet', id: 'earth' } }, 'detail.data.subject.type'],
    [{ subject: WEB, options: { where: 'everywhere' } }, 'detail.data.options.where'],
  ])('refuses %j by its path', async (data, path) => {
    expect(paths(await receive(data))).toEqual([path]);
  });

  it('lists the first problems, each with the beginning of its text, and counts the rest', async () => {
    const associations = [{ association: 'x'.repeat(5000), target: {} }, ...Array.from({ length: 2499 }, () => ({}))];
    const { problems } = await receive({ associations });
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toEqual({
      path: 'detail',
      message: expect.stringMatching(/^detail has \d{4} more problems$/),
    });
    const named = [{ association: 'x'.repeat(5000), target: {} }];
    expect(JSON.stringify(await receive({ associations: named })).length).toBeLessThan(5000);
  });

  it('refuses an event that a state could not carry', async () => {
    const large = await receive({ subject: WEB, associations: [{ association: 'é'.repeat(65_536), target: {} }] });
    expect(large.problems).toEqual([{ path: 'detail', message: expect.stringContaining('may have 131072') }]);
    expect(JSON.stringify(large).length).toBeLessThan(5000);
  });

  it('stores the searches of hundreds of accounts, every kind and place with an id of its own', async () => {
    const roleIn = (account: number) => ROLE.replace('222233334444', String(account).padStart(12, '0'));
    const regions = ['us-east-1', 'eu-west-1', 'eu-central-1', 'ap-south-1'];
    const where = Array.from({ length: 300 }, (_, account) => account).flatMap((account) =>
      regions.map((region) => ({ region, roleArn: roleIn(account) })),
    );
    const received = await receive({ subject: { type: 'user', id: 'alice' }, options: { where } });
    const searches = stored(received);
    const kinds = new Set(searches.map(({ kind }) => kind));
    expect(received).toMatchObject({ problems: [], searches: where.length * kinds.size });
    expect(new Set(searches.map(({ id }) => id)).size).toBe(received.searches);
    expect(searches.map(({ id }) => id)).toEqual(searches.map(({ id }) => id).toSorted());
    expect(JSON.stringify(received).length).toBeLessThan(2000);
  });

  it('answers a request without a usable id under its envelope’s', async () => {
    const received = await receive({ subject: WEB }, { id: ' ' });
    expect(received.id).toBe(request().id);
    expect(paths(received)).toEqual(['detail.metadata.id']);
  });
});
