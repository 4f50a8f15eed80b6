/** The console's own door on loopback, for stacks elsewhere and for runtimes of another process. */

import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { forbiddenRequest } from '@offboard/loopback-guard';
import { json } from './http.ts';
import type { Console, Response } from './index.ts';

export interface ConsoleServer {
  /** `http://127.0.0.1:4681` */
  address: string;
  close(): Promise<void>;
}

export interface ServerOptions {
  console: Console;
  port: number;
  /** Where the local runtime's feed and levers are, if that is what is looked at. */
  runtime?: string;
  /** The levers may be pulled. */
  actions: boolean;
}

/** An event of EventBridge is 1 MiB at most. */
const LARGEST_BODY = 2 * 1024 * 1024;

export async function startServer(options: ServerOptions): Promise<ConsoleServer> {
  const server = createServer((message, response) => void serve(options, message, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(options: ServerOptions, message: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const forbidden = forbiddenRequest(message.headers, 'the console');
    if (forbidden) return send(response, json(forbidden, 403));
    if (options.runtime !== undefined && message.url?.startsWith('/_local-aws/')) {
      return forward(options, options.runtime, message, response);
    }
    const url = new URL(message.url ?? '/', 'http://console');
    if (Number(message.headers['content-length'] ?? 0) > LARGEST_BODY) {
      return send(response, json({ error: 'TooLarge', message: 'the body is too large' }, 413));
    }
    const answered = await options.console({
      method: message.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers: message.headers,
      body: await buffer(message),
    });
    send(response, answered ?? json({ error: 'NotFound', message: `there is no ${url.pathname}` }, 404));
  } catch (error) {
    send(response, json({ error: (error as Error).name, message: (error as Error).message }, 500));
  }
}

/** To the runtime and back, as it comes: the feed never ends. */
function forward(
  { actions }: ServerOptions,
  runtime: string,
  message: IncomingMessage,
  response: ServerResponse,
): void {
  if (message.method !== 'GET' && !actions) {
    const message = 'this console only looks; start it with --allow-actions';
    send(response, json({ error: 'ReadOnly', message }, 403));
    return;
  }
  const { 'content-type': type = 'application/json' } = message.headers;
  const onward = ask(
    new URL(message.url ?? '/', runtime),
    { method: message.method ?? 'GET', headers: { 'content-type': type } },
    (answered) => {
      response.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(response);
    },
  );
  onward.on('error', (error) => {
    if (response.headersSent) response.destroy();
    else send(response, json({ error: 'RuntimeGone', message: error.message }, 502));
  });
  response.on('close', () => onward.destroy());
  message.pipe(onward);
}

function send(response: ServerResponse, { status, headers, body }: Response): void {
  if (response.headersSent) return;
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
