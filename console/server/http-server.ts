/** The console's own HTTP server on loopback, for deployed stacks and for a runtime of another process. */

import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BodyTooLarge, createLoopbackServer, forbiddenRequest, readBody } from '@offboard/loopback-guard';
import { json } from './http.ts';
import type { Console, Response } from './index.ts';

export interface ConsoleServer {
  /** `http://127.0.0.1:4681` */
  address: string;
  close(): Promise<void>;
}

interface ServerOptions {
  console: Console;
  port: number;
  /** The endpoint of the local runtime; requests to its event feed and control API are forwarded. */
  runtime?: string;
  /** False: control requests other than GET are refused. */
  actions: boolean;
}

/** An event of EventBridge is 1 MiB at most. */
const MAX_BODY = 2 * 1024 * 1024;

export async function startServer(options: ServerOptions): Promise<ConsoleServer> {
  const server = createLoopbackServer((message, response) => void serve(options, message, response));
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
    const forbidden = forbiddenRequest(message, 'the console');
    if (forbidden) return send(response, json(forbidden, 403));
    const body = await readBody(message, MAX_BODY);
    // Resolved against a base, `//name` would be a host.
    const address = `http://console${message.url ?? '/'}`;
    if (!URL.canParse(address)) return send(response, notFound(message.url ?? ''));
    const url = new URL(address);
    if (options.runtime !== undefined && url.pathname.startsWith('/_local-aws/')) {
      return forward(options, options.runtime, { message, body, response });
    }
    const answer = await options.console({
      method: message.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers: message.headers,
      body,
    });
    send(response, answer ?? notFound(url.pathname));
  } catch (error) {
    if (error instanceof BodyTooLarge) return send(response, tooLarge(error));
    send(response, json({ error: (error as Error).name, message: (error as Error).message }, 500));
  }
}

function notFound(path: string): Response {
  return json({ error: 'NotFound', message: `there is no ${path}` }, 404);
}

/** The rest of the body is not read, so nothing else can come over this connection. */
function tooLarge({ message }: BodyTooLarge): Response {
  const response = json({ error: 'TooLarge', message }, 413);
  return { ...response, headers: { ...response.headers, connection: 'close' } };
}

interface Exchange {
  message: IncomingMessage;
  body: Buffer;
  response: ServerResponse;
}

/** Streams the answer: the event feed never ends. */
function forward({ actions }: ServerOptions, runtime: string, { message, body, response }: Exchange): void {
  if (message.method !== 'GET' && !actions) {
    const message = 'this console is read-only; start it with --allow-actions';
    send(response, json({ error: 'ReadOnly', message }, 403));
    return;
  }
  const { 'content-type': type = 'application/json' } = message.headers;
  const forwarded = httpRequest(
    new URL(message.url ?? '/', runtime),
    { method: message.method ?? 'GET', headers: { 'content-type': type } },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers).flushHeaders();
      answer.pipe(response);
    },
  );
  forwarded.on('error', (error) => {
    if (response.headersSent) response.destroy();
    else send(response, json({ error: 'RuntimeUnavailable', message: error.message }, 502));
  });
  response.on('close', () => forwarded.destroy());
  forwarded.end(body);
}

function send(response: ServerResponse, { status, headers, body }: Response): void {
  if (response.headersSent) return;
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
