/** Clients that send slowly, headers without end, or two hosts. */

import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { createLoopbackServer, readBody } from '@offboard/loopback-guard';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const LIMITS = { headersTimeout: 20, requestTimeout: 40, connectionsCheckingInterval: 10, maxHeaderSize: 1024 };

const server = createLoopbackServer((message, response) => {
  readBody(message, 1024).then(
    () => response.end('read'),
    () => response.destroy(),
  );
}, LIMITS);

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => void server.close());

/** What is answered to these bytes, after which the client sends nothing and waits for the server to end the connection. */
function answerTo(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('latin1').on('data', (part) => {
      answer += part;
    });
    socket
      .on('end', () => socket.end())
      .on('close', () => resolve(answer))
      .on('error', reject);
  });
}

const HEAD = 'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n';

describe('a connection ends', () => {
  it.each([
    ['whose headers do not come to an end', HEAD, /^HTTP\/1\.1 408 /],
    ['whose body does not come to an end', `${HEAD}Content-Length: 10\r\n\r\nhalf`, /^(HTTP\/1\.1 408 .*)?$/s],
    [
      'whose chunks do not come to an end',
      `${HEAD}Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n`,
      /^(HTTP\/1\.1 408 .*)?$/s,
    ],
    ['whose headers are too large', `${HEAD}X-Large: ${'x'.repeat(2048)}\r\n\r\n`, /^HTTP\/1\.1 431 /],
    ['that names two hosts', `${HEAD}Host: evil.example\r\n\r\n`, /^HTTP\/1\.1 400 /],
    [
      'that names another host in its target',
      `${HEAD.replace('/', 'http://evil.example/')}Content-Length: 0\r\n\r\n`,
      /^HTTP\/1\.1 400 /,
    ],
    ['that does not speak HTTP', '\u0016\u0003\u0001 hello\r\n\r\n', /^HTTP\/1\.1 400 /],
  ])('%s', async (_name, bytes, expected) => {
    expect(await answerTo(bytes)).toMatch(expected);
  });
});
