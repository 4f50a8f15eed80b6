/** Requests and responses without sockets, so that protocols are pure functions. */

import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { AwsError } from '../core/aws.ts';
import type { WireRequest } from '../core/message.ts';

export type { WireRequest, WireResponse } from '../core/message.ts';

/** A request before its body is read. */
export type RequestHead = Omit<WireRequest, 'body'>;

export function readHead(message: IncomingMessage): RequestHead {
  const { path, query } = splitTarget(message.url ?? '/');
  return { method: message.method ?? 'GET', path, query, headers: message.headers };
}

function splitTarget(target: string): { path: string; query: URLSearchParams } {
  // A client behind a proxy sends the absolute form, every other one the origin form.
  const origin = target.startsWith('http://') ? target.slice(target.indexOf('/', 7)) : target;
  const mark = origin.indexOf('?');
  return mark < 0
    ? { path: origin, query: new URLSearchParams() }
    : { path: origin.slice(0, mark), query: new URLSearchParams(origin.slice(mark + 1)) };
}

export interface Unchunked {
  body: Buffer;
  /** Headers that follow the body: a checksum. */
  trailers: Record<string, string>;
}

/**
 * Undoes `aws-chunked`, which SDKs use for S3 uploads with a trailing checksum:
 * `<hex size>[;chunk-signature=...]\r\n<bytes>\r\n` until size 0, then trailers.
 */
export function unchunk(body: Buffer, headers: IncomingHttpHeaders): Unchunked {
  const hash = headers['x-amz-content-sha256'];
  const chunked =
    (typeof hash === 'string' && hash.startsWith('STREAMING-')) || headers['content-encoding']?.includes('aws-chunked');
  if (!chunked) return { body, trailers: {} };
  const parts: Buffer[] = [];
  let offset = 0;
  for (;;) {
    const end = body.indexOf('\r\n', offset);
    const size = end < 0 ? Number.NaN : Number.parseInt(body.toString('latin1', offset, end), 16);
    if (!(size >= 0) || end + 2 + size > body.length) {
      throw new AwsError('IncompleteBody', 'The request body terminated unexpectedly');
    }
    if (size === 0) return { body: Buffer.concat(parts), trailers: readTrailers(body.toString('latin1', end + 2)) };
    parts.push(body.subarray(end + 2, end + 2 + size));
    offset = end + 2 + size + 2;
  }
}

function readTrailers(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split('\r\n')
      .map((line) => /^(x-amz-checksum-[\w-]+):(.*)$/i.exec(line))
      .flatMap((found) => (found ? [[String(found[1]).toLowerCase(), String(found[2]).trim()] as const] : [])),
  );
}
