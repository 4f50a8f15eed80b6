/** An HTTP server on loopback that no client can keep busy by being slow. */

import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerOptions } from 'node:http';

/** In milliseconds; headers in bytes. */
export interface ServerLimits {
  /** From the first byte of a request to the last of its headers. */
  headersTimeout: number;
  /** To the last byte of its body. Uploads go over loopback, so they are fast. */
  requestTimeout: number;
  /** How often both are checked. */
  connectionsCheckingInterval: number;
  /** Of a connection between two requests. */
  keepAliveTimeout: number;
  maxHeaderSize: number;
}

const LIMITS: ServerLimits = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 60_000,
  maxHeaderSize: 16 * 1024,
};

/** Node answers 408 to what is late, and 431 to headers that are too large; 400 is the answer to two hosts. */
export function createLoopbackServer(listener: RequestListener, limits: Partial<ServerLimits> = {}): Server {
  const options: ServerOptions = { keepAlive: true, ...LIMITS, ...limits };
  return createServer(options, (message, response) => {
    if (namesOneHost(message)) return listener(message, response);
    response.writeHead(400, { connection: 'close' }).end();
  });
}

/** Of two Host headers, or a Host and another one in the target, a listener would check one and somebody else mean the other. */
function namesOneHost({ headersDistinct, url = '/' }: IncomingMessage): boolean {
  const { host = [] } = headersDistinct;
  if (host.length > 1) return false;
  if (url.startsWith('/') || url === '*') return true;
  return URL.canParse(url) && new URL(url).host === host[0];
}
