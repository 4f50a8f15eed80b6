import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AwsError, type Identity, type Service } from '../core/aws.ts';
import { Calls } from '../core/calls.ts';
import { RuntimeClock } from '../core/clock.ts';
import { Dispatcher } from '../core/dispatch.ts';
import { Faults } from '../core/faults.ts';
import { Store } from '../core/store.ts';
import { type Listener, listen } from '../wire/listener.ts';

const identity: Identity = { arn: 'arn:aws:iam::111122223333:user/local', account: '111122223333' };
const effects: string[] = [];
const echo: Service = {
  name: 'echo',
  signingName: 'echo',
  protocol: 'awsJson1.0',
  targetPrefix: 'Echo',
  operations: {
    Say: { permissions: () => [], run: (input) => input },
    Act: { permissions: () => [{ action: 'echo:Act', resource: '*' }], run: () => effects.push('acted') && {} },
    Break: {
      permissions: () => [],
      run: () => {
        throw new TypeError('a mistake of ours');
      },
    },
    Refuse: {
      permissions: () => [],
      run: () => {
        throw new AwsError('ConflictException', 'busy', { status: 409, fields: { ResourceId: 'x' } });
      },
    },
  },
};

const clock = new RuntimeClock('real');
const faults = new Faults(() => 0);
const calls = new Calls();
const logged: string[] = [];
let allowed = true;
let listener: Listener;

beforeAll(async () => {
  const dispatcher = new Dispatcher({
    region: 'us-east-1',
    account: '111122223333',
    clock,
    store: new Store(),
    faults,
    calls,
    decide: () => ({ allowed, message: 'User: x is not authorized to perform: echo:Act' }),
    assume: () => identity,
  });
  dispatcher.add(echo);
  listener = await listen({
    dispatcher,
    identify: () => identity,
    other: async ({ path }) => (path === '/page' ? { status: 200, headers: {}, body: 'page' } : undefined),
    log: (line) => logged.push(line),
  });
});

afterAll(async () => {
  await listener.close();
  clock.stop();
});

interface Answer {
  status: number;
  body: string;
}

/** A request with any header, which fetch does not allow. */
function send(
  headers: Record<string, string>,
  body: string | Buffer = '',
  { path = '/', method = 'POST' } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ port: listener.port, host: '127.0.0.1', path, method, headers }, (response) => {
      let text = '';
      response.on('data', (part) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const signed = (operation: string, service = 'echo') => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=00`,
  'x-amz-target': `Echo.${operation}`,
});

describe('the door', () => {
  it('answers a served operation', async () => {
    expect(await send(signed('Say'), '{"a":1}')).toEqual({ status: 200, body: '{"a":1}' });
  });

  it('answers a refusal in the shape of the protocol', async () => {
    const { status, body } = await send(signed('Refuse'), '{}');
    expect(status).toBe(409);
    expect(JSON.parse(body)).toEqual({ __type: 'ConflictException', message: 'busy', ResourceId: 'x' });
  });

  it.each([
    ['an operation that is not served', signed('Sing'), '{}', 400, /echo Sing is not served.*Act, Break, Refuse, Say/],
    ['a service that is not served', signed('Say', 'glacier'), '{}', 404, /'glacier'/],
    ['a body that is not JSON', signed('Say'), '{', 400, /not valid JSON/],
    ['a body that is no object', signed('Say'), '[]', 400, /SerializationException/],
    ['an unsigned call', { 'x-amz-target': 'Echo.Say' }, '{}', 403, /MissingAuthenticationToken/],
  ])('refuses %s', async (_name, headers, body, status, words) => {
    const answer = await send(headers as Record<string, string>, body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatch(words);
  });

  it('says nothing of its inside when a service breaks, and logs it', async () => {
    const { status, body } = await send(signed('Break'), '{}');
    expect(status).toBe(500);
    expect(body).not.toMatch(/mistake of ours/);
    expect(logged.join()).toMatch(/mistake of ours/);
  });

  it.each([
    ['under a name that is not this machine', { host: 'evil.example' }],
    ['from a page of another origin', { origin: 'https://evil.example' }],
  ])('answers nobody %s', async (_name, headers) => {
    expect((await send({ ...signed('Say'), ...headers }, '{}')).status).toBe(403);
    expect((await send(headers as Record<string, string>, '', { path: '/page', method: 'GET' })).status).toBe(403);
  });

  const LINK = { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' };
  const PAGE = { path: '/page', method: 'GET' };

  it.each([
    ['embeds', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' }, PAGE],
    ['embeds from another port', { 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'iframe' }, PAGE],
    ['sends a form to', LINK, { path: '/page', method: 'POST' }],
    ['links a call of AWS to', { ...LINK, ...signed('Act') }, { path: '/', method: 'GET' }],
    ['sends a call of AWS by a form to', { ...LINK, ...signed('Act') }, { path: '/', method: 'POST' }],
  ])('answers no page of another site that %s it', async (_name, headers, target) => {
    expect((await send(headers as Record<string, string>, '', target)).status).toBe(403);
    expect(effects).toEqual([]);
  });

  it('answers a link to a page', async () => {
    expect((await send(LINK, '', PAGE)).status).toBe(200);
  });

  it.each(['GET', 'HEAD'])('does nothing for %s', async (method) => {
    expect((await send(signed('Act'), '', { method })).status).toBe(405);
    expect(effects).toEqual([]);
  });

  it.each([
    ['with its length', (size: number) => ({ 'content-length': String(size) })],
    ['in chunks', () => ({ 'transfer-encoding': 'chunked' })],
  ])('reads no body that is too large, sent %s', async (_name, headers) => {
    const size = 3 * 1024 * 1024;
    const answer = await send(headers(size), Buffer.alloc(size), { path: '/page', method: 'POST' });
    expect(answer).toMatchObject({ status: 413, body: expect.stringContaining('at most 2097152 bytes') });
  });

  it('serves what is not AWS without a signature', async () => {
    expect(await send({}, '', { path: '/page', method: 'GET' })).toEqual({ status: 200, body: 'page' });
    expect((await send({}, '', { path: '/nothing', method: 'GET' })).status).toBe(403);
  });
});

describe('identity and faults', () => {
  it('does nothing for a caller who may not, in the words of IAM', async () => {
    allowed = false;
    const { status, body } = await send(signed('Act'), '{}');
    allowed = true;
    expect({ status, effects: effects.splice(0) }).toEqual({ status: 400, effects: [] });
    expect(body).toMatch(/not authorized to perform: echo:Act/);
  });

  it('cuts a connection after the effect, so that the caller cannot know', async () => {
    faults.set({ kind: 'cut-after', service: 'echo', operation: 'A*', rate: 1, times: 1 });
    await expect(send(signed('Act'), '{}')).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect(effects.splice(0)).toEqual(['acted']);
    faults.clear();
  });

  it.each([
    ['throttle', 400, 'ThrottlingException'],
    ['server-error', 500, 'InternalServerException'],
    ['expired-credentials', 400, 'ExpiredTokenException'],
  ] as const)('%s strikes before the effect', async (kind, status, code) => {
    faults.set({ kind, rate: 1 });
    const answer = await send(signed('Act'), '{}');
    faults.clear();
    expect(answer).toMatchObject({ status, body: expect.stringContaining(code) });
    expect(effects).toEqual([]);
  });

  it('keeps a record of every call with its caller and its end', () => {
    expect(calls.list().at(-1)).toMatchObject({
      service: 'echo',
      operation: 'Act',
      caller: identity.arn,
      result: 'ExpiredTokenException',
    });
  });

  it.each([
    [{ kind: 'explosion', rate: 1 }, /not one of throttle/],
    [{ kind: 'throttle', rate: 2 }, /above 0 and at most 1/],
    [{ kind: 'latency', rate: 1 }, /milliseconds/],
    [{ kind: 'error', rate: 1 }, /needs a code/],
  ])('refuses the fault %j', (spec, words) => {
    expect(() => faults.set(spec as never)).toThrow(words);
  });
});
