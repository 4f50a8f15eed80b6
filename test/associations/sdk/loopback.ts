/** A loopback server that keeps what it is sent and answers from a list, and checks each signature by itself. */

import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** `eu-west-1/es`, where the signature is right. */
  scope: string | undefined;
}

export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body: unknown;
}

const SECRET = 'secret';

export async function loopback(replies: Reply[]) {
  const received: Received[] = [];
  const server = createServer(async (message, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const { method = '', url: path = '', headers } = message;
    const body = Buffer.concat(chunks).toString();
    received.push({ method, path, headers, body, scope: scopeOf({ method, path, headers, body }) });
    const {
      status = 200,
      headers: more = {},
      body: answer,
    } = replies.shift() ?? { status: 500, body: 'no reply left' };
    response.writeHead(status, { 'x-amzn-requestid': `request-${received.length}`, ...more });
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: SECRET,
  });
  return {
    received,
    endpoint,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Signature version 4, computed anew from what arrived. */
function scopeOf({ method, path, headers, body }: Omit<Received, 'scope'>): string | undefined {
  const parsed = /Credential=[^/]+\/(\d+)\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)/.exec(
    headers.authorization ?? '',
  );
  const [, date = '', region = '', service = '', signed = '', signature] = parsed ?? [];
  const [route = '', query = ''] = path.split('?');
  const canonical = [
    method,
    // What is in the path encoded is encoded again in what is signed.
    route.split('/').map(encodeURIComponent).join('/'),
    query,
    ...signed.split(';').map((name) => `${name}:${String(headers[name]).trim()}`),
    '',
    signed,
    hash(body),
  ].join('\n');
  const scope = `${date}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hash(canonical)].join('\n');
  const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${SECRET}`);
  return hmac(key, text).toString('hex') === signature ? `${region}/${service}` : undefined;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
