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
  const origin = target.startsWith('http://') ? target.replace(/^http:\/\/[^/?]*\/?/, '/') : target;
  const mark = origin.indexOf('?');
  return mark < 0
    ? { path: origin, query: new URLSearchParams() }
    : { path: origin.slice(0, mark), query: new URLSearchParams(origin.slice(mark + 1)) };
}

/** Of every chunk but the last: so a body of many chunks costs little more than its bytes. */
const MIN_CHUNK = 8192;

/**
 * Undoes `aws-chunked`, which SDKs use for S3 uploads with a trailing checksum:
 * `<hex size>[;chunk-signature=...]\r\n<bytes>\r\n` until size 0, then trailers, which become headers.
 * @throws AwsError IncompleteBody, InvalidChunkSizeError
 */
export function unchunk(request: WireRequest): WireRequest {
  const { body, headers } = request;
  if (!isChunked(headers)) return request;
  const parts: Buffer[] = [];
  let offset = 0;
  for (;;) {
    const { size, start } = readChunkSize(body, offset);
    if (size === 0) {
      const trailers = readTrailers(body.toString('latin1', start));
      return { ...request, headers: { ...headers, ...trailers }, body: Buffer.concat(parts) };
    }
    const before = parts.at(-1)?.length ?? MIN_CHUNK;
    if (before < MIN_CHUNK) throw tooSmall(parts.length + 1, before);
    offset = start + size + 2;
    if (body.toString('latin1', start + size, offset) !== '\r\n') throw incomplete();
    parts.push(body.subarray(start, start + size));
  }
}

function isChunked(headers: IncomingHttpHeaders): boolean {
  const hash = headers['x-amz-content-sha256'];
  const isStreamed = typeof hash === 'string' && hash.startsWith('STREAMING-');
  return isStreamed || headers['content-encoding']?.includes('aws-chunked') === true;
}

/** @returns the size of the chunk whose line begins at `offset`, and where its bytes begin. */
function readChunkSize(body: Buffer, offset: number): { size: number; start: number } {
  const end = body.indexOf('\r\n', offset);
  const [digits] = end < 0 ? [] : (/^[0-9a-f]{1,8}(?=;|$)/i.exec(body.toString('latin1', offset, end)) ?? []);
  if (digits === undefined) throw incomplete();
  return { size: Number.parseInt(digits, 16), start: end + 2 };
}

function incomplete(): AwsError {
  return new AwsError('IncompleteBody', 'The request body terminated unexpectedly');
}

function tooSmall(number: number, size: number): AwsError {
  const message = `Only the last chunk is allowed to have a size less than ${MIN_CHUNK} bytes`;
  return new AwsError('InvalidChunkSizeError', message, { status: 403, fields: { Chunk: number, BadChunkSize: size } });
}

function readTrailers(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split('\r\n')
      .map((line) => /^(x-amz-checksum-[\w-]+):(.*)$/i.exec(line))
      .flatMap((found) => (found ? [[String(found[1]).toLowerCase(), String(found[2]).trim()] as const] : [])),
  );
}
