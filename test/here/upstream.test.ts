/** Where requests go, how they are signed, and what connections are used. */

import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { WireRequest } from '@offboard/local-aws';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createEndpoints } from '../../cli/here/endpoints.ts';
import { createHttpHandler, createUpstream } from '../../cli/here/upstream.ts';
import { CERTIFICATE, KEY } from './self-signed.ts';

const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a secret', sessionToken: 'a token' };

const handler = createHttpHandler();
const servers: Server[] = [];

afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) server.close();
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

describe('endpoints', () => {
  it.each([
    ['opensearch', 'eu-west-1', 'https://es.eu-west-1.amazonaws.com/'],
    ['sts', 'us-west-2', 'https://sts.us-west-2.amazonaws.com/'],
    ['mpa', 'us-east-1', 'https://mpa.us-east-1.api.aws/'],
    ['payment-cryptography', 'us-east-1', 'https://controlplane.payment-cryptography.us-east-1.amazonaws.com/'],
  ])('%s in %s is at %s', async (service, region, url) => {
    expect((await (await createEndpoints(handler))(service, region)).url.href).toBe(url);
  });

  it('are those of the environment where it has some', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'https://all.example');
    vi.stubEnv('AWS_ENDPOINT_URL_OPENSEARCH', 'https://search.example/path');
    const endpointOf = await createEndpoints(handler);
    expect((await endpointOf('opensearch', 'us-east-1')).url.href).toBe('https://search.example/path');
    expect((await endpointOf('redshift', 'us-east-1')).url.href).toBe('https://all.example/');
  });

  it('are encrypted, or on this machine', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://example.com');
    const endpointOf = await createEndpoints(handler);
    await expect(endpointOf('redshift', 'us-east-1')).rejects.toThrow('http://example.com is not encrypted');
  });

  it('are of services of the kinds only', async () => {
    const endpointOf = await createEndpoints(handler);
    expect(() => endpointOf('iam', 'us-east-1')).toThrow('no kind has a client of the service iam');
  });
});

const REQUEST: WireRequest = {
  method: 'POST',
  path: '/sessions/arn%3Aaws%3Ampa%3A1',
  query: new URLSearchParams('b=2&a=x%20y&List'),
  headers: {
    authorization: 'AWS4-HMAC-SHA256 Credential=STANDIN/20260301/us-east-1/es/aws4_request',
    host: '127.0.0.1:4680',
    'content-length': '11',
    'content-type': 'application/json',
    'x-amz-date': '20000101T000000Z',
    'x-amz-security-token': 'stand-in',
    'x-amz-target': 'A.B',
  },
  body: Buffer.from('{"Name":"é"}'),
};

interface Received {
  message: IncomingMessage;
  body: Buffer;
}

/** Sends the request to a server. @returns what it received, and what came back. */
async function send(
  answer: RequestListener,
  create: (listener: RequestListener) => Server = createServer,
  scheme = 'http',
) {
  const received: Received[] = [];
  const port = await listening(
    create(async (message, response) => {
      received.push({ message, body: await buffer(message) });
      answer(message, response);
    }),
  );
  const failures: Error[] = [];
  const upstream = createUpstream({
    endpointOf: async () => ({
      url: new URL(`${scheme}://127.0.0.1:${port}/prefix/`),
    }),
    credentials: async () => CREDENTIALS,
    requestHandler: createHttpHandler(),
    onCredentialsFailure: (error) => failures.push(error),
  });
  return {
    received,
    failures,
    answered: upstream(REQUEST, {
      service: 'opensearch',
      signingName: 'es',
      account: '111122223333',
      region: 'us-east-1',
    }),
  };
}

describe('a request', () => {
  it('is signed with the credentials of the caller, and nothing of the stand-ins is left', async () => {
    const { received, answered } = await send((_, response) => {
      response.writeHead(203, { 'x-amzn-requestid': 'r', 'content-type': 'text/plain' }).end('verbatim');
    });

    const { headers, ...rest } = await answered;
    expect({ ...rest, body: rest.body.toString() }).toEqual({ status: 203, body: 'verbatim' });
    expect(headers).toMatchObject({ 'x-amzn-requestid': 'r', 'content-type': 'text/plain' });
    expect(Object.keys(headers)).not.toContain('transfer-encoding');
    const { message, body } = received[0] as Received;
    expect(message.url).toBe('/prefix/sessions/arn%3Aaws%3Ampa%3A1?List=&a=x%20y&b=2');
    expect(body.equals(REQUEST.body)).toBe(true);
    expect(message.headers).toMatchObject({ 'x-amz-security-token': 'a token', 'x-amz-target': 'A.B' });
    expect(JSON.stringify(message.headers)).not.toMatch(/STANDIN|stand-in|4680/);
    expect(message.headers.authorization).toContain(`Credential=AKIDEXAMPLE/`);
    expect(signatureIn(message)).toBe(signatureOf(message, body));
  });

  it('is never answered where AWS does not accept the credentials', async () => {
    const { answered, failures } = await send((_, response) => {
      response.writeHead(403, { 'x-amzn-errortype': 'ExpiredTokenException:' }).end('{}');
    });

    await expect.poll(() => failures).toHaveLength(1);
    expect(failures[0]?.name).toBe('ExpiredTokenException');
    const none = Symbol('no answer');
    expect(await Promise.race([answered, new Promise((resolve) => setTimeout(resolve, 50, none))])).toBe(none);
  });

  it('to a Region that knows no credentials, since it is not enabled, is answered so', async () => {
    const { answered, failures } = await send((_, response) => {
      response.writeHead(403, { 'x-amzn-errortype': 'UnrecognizedClientException' }).end('{}');
    });

    expect((await answered).status).toBe(403);
    expect(failures).toEqual([]);
  });

  it('whose answer does not come is cut off, as the network would', async () => {
    const { answered } = await send((message) => message.socket.destroy());
    await expect(answered).rejects.toMatchObject({ code: 'ServiceUnavailable', message: 'the connection was cut' });
  });

  it('goes to no server whose certificate nobody vouches for', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const secure = (listener: RequestListener) => createHttpsServer({ cert: CERTIFICATE, key: KEY }, listener);
    const { received, answered } = await send((_, response) => response.end(), secure, 'https');

    await expect(answered).rejects.toMatchObject({ cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } });
    expect(received).toEqual([]);
  });

  it('goes through the proxy of the environment, but for NO_PROXY', async () => {
    const seen: string[] = [];
    const proxy = await listening(
      createServer((message, response) => {
        seen.push(message.url ?? '');
        response.end('proxied');
      }),
    );
    vi.stubEnv('http_proxy', `http://127.0.0.1:${proxy}`);
    vi.stubEnv('no_proxy', '');
    vi.stubEnv('NO_PROXY', '');
    const through = await send((_, response) => response.end('direct'));
    expect((await through.answered).body.toString()).toBe('proxied');
    expect(seen[0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/prefix\/sessions/);
    vi.stubEnv('no_proxy', '127.0.0.1');
    const past = await send((_, response) => response.end('direct'));
    expect((await past.answered).body.toString()).toBe('direct');
  });
});

function signatureIn({ headers }: IncomingMessage): string | undefined {
  return /Signature=([0-9a-f]+)$/.exec(headers.authorization ?? '')?.[1];
}

const hash = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const mac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();

/** As the IAM user guide's "Create a signed AWS API request" computes it, from what was received. */
function signatureOf({ method, url = '', headers }: IncomingMessage, body: Buffer): string {
  const [path = '', query = ''] = url.split('?');
  const [, date, signed = ''] =
    /Credential=[^/]+\/(\d+)\/.*SignedHeaders=([^,]+)/.exec(headers.authorization ?? '') ?? [];
  const canonical = [
    method,
    path.split('/').map(encodeURIComponent).join('/'),
    query.split('&').toSorted().join('&'),
    ...signed.split(';').map((name) => `${name}:${String(headers[name]).trim()}`),
    '',
    signed,
    hash(body),
  ].join('\n');
  const scope = `${date}/us-east-1/es/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hash(canonical)].join('\n');
  const key = ['us-east-1', 'es', 'aws4_request'].reduce<Buffer>(mac, mac('AWS4a secret', date ?? ''));
  return mac(key, text).toString('hex');
}
