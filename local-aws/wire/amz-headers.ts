/** Headers of S3's requests: what a presigned address carries in its query, and what no operation may ignore. */

import { createHash } from 'node:crypto';
import { AwsError, type HttpBinding } from '../core/aws.ts';
import type { WireRequest } from './http.ts';

type Headers = WireRequest['headers'];

/** Of the transport or of the signature, and so of no operation. */
const TRANSPORT = new Set([
  'x-amz-algorithm',
  'x-amz-content-sha256',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-decoded-content-length',
  'x-amz-expires',
  'x-amz-security-token',
  'x-amz-signature',
  'x-amz-signedheaders',
  'x-amz-trailer',
  'x-amz-user-agent',
]);

/** A presigned address may carry headers in its query. */
export function headersOf({ headers, query }: WireRequest): Headers {
  const asked = [...query]
    .filter(([name]) => /^x-amz-/i.test(name))
    .map(([name, value]) => [name.toLowerCase(), value]);
  return asked.length === 0 ? headers : { ...Object.fromEntries(asked), ...headers };
}

/** A header that is accepted and has no effect would leave the object another than the one that was asked for. */
export function refuseUnbound(headers: Headers, { headers: bound = {} }: HttpBinding, operation: string): void {
  const names = Object.keys(bound);
  const isBound = (header: string) =>
    names.some((name) => (name.endsWith('*') ? header.startsWith(name.slice(0, -1)) : header === name));
  const unknown = Object.keys(headers).find(
    (name) => name.startsWith('x-amz-') && !TRANSPORT.has(name) && !isBound(name),
  );
  if (unknown === undefined) return;
  throw new AwsError('NotImplemented', `s3 ${operation} with ${unknown} is not served by local AWS`, {
    fields: { Header: unknown },
  });
}

/** The hash of the body that was signed; a body in chunks is signed otherwise. */
export function refuseOtherBody({ headers, body }: WireRequest): void {
  const given = headers['x-amz-content-sha256'];
  if (typeof given !== 'string' || /^(?:UNSIGNED-PAYLOAD|STREAMING-[\w-]+)$/.test(given)) return;
  if (!/^[0-9a-f]{64}$/.test(given))
    throw new AwsError(
      'InvalidArgument',
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD or a valid sha256 value.',
      { fields: { ArgumentName: 'x-amz-content-sha256', ArgumentValue: given } },
    );
  const computed = createHash('sha256').update(body).digest('hex');
  if (computed !== given)
    throw new AwsError(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
      { fields: { ClientComputedContentSHA256: given, S3ComputedContentSHA256: computed } },
    );
}
