/** A request and its answer without sockets: the local runtime and the console's own HTTP server both use them. */

import type { IncomingHttpHeaders } from 'node:http';

export interface Request {
  method: string;
  /** Percent-encoded, without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface Response {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

/** An error answer; name and message are for people. */
export class HttpError extends Error {
  readonly status: number;

  constructor(status: number, name: string, message: string) {
    super(message);
    this.status = status;
    this.name = name;
  }
}

export function json(value: unknown, status = 200): Response {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: JSON.stringify(value),
  };
}
