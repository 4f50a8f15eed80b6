/** Presigned addresses of S3: the parameters of version 4, in S3's words, and of version 2. Signatures are not checked. */

import { AwsError } from '../core/aws.ts';
import type { RequestHead } from './http.ts';
import { readLongDate } from './long-date.ts';

const PARAMETERS = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Signature',
  'X-Amz-Date',
  'X-Amz-SignedHeaders',
  'X-Amz-Expires',
] as const;

const WEEK = 604_800;
/** How far the clocks of client and server may differ, in milliseconds. */
const SKEW = 15 * 60 * 1000;

export function isPresigned(query: URLSearchParams): boolean {
  return PARAMETERS.some((name) => query.has(name)) || isOfVersion2(query);
}

export function isOfVersion2(query: URLSearchParams): boolean {
  return query.has('AWSAccessKeyId');
}

/** Also an address that does not say whose it is: presigned addresses of other services are rare. */
export function isPresignedForS3({ query, headers }: Pick<RequestHead, 'query' | 'headers'>): boolean {
  if (headers.authorization !== undefined || headers['x-amz-target'] !== undefined) return false;
  if (!isPresigned(query)) return false;
  const [service = 's3', terminal] = (query.get('X-Amz-Credential') ?? '').split('/').slice(3);
  return service === 's3' || terminal === undefined;
}

/** @throws AwsError AuthorizationQueryParametersError (400), AccessDenied (403), SignatureDoesNotMatch (403) */
export function refusePresigned({ query, headers }: RequestHead, now: number): void {
  const [algorithm = '', credential = '', signature = '', date = '', signedHeaders = '', expires = ''] = PARAMETERS.map(
    (name) => query.get(name) ?? undefined,
  );
  if (!PARAMETERS.every((name) => query.has(name)))
    throw malformed(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    );
  if (algorithm !== 'AWS4-HMAC-SHA256')
    throw malformed('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"');
  const signedAt = readLongDate(date);
  if (signedAt === undefined) throw malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  refuseCredential(credential, date.slice(0, 8));
  refuseExpired(expires, signedAt, now);
  refuseUnsignedHeaders(signedHeaders.split(';'), headers);
  if (!/^[0-9a-f]{64,}$/.test(signature))
    throw new AwsError(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      { status: 403, fields: { SignatureProvided: signature } },
    );
}

function refuseCredential(credential: string, day: string): void {
  const [, date = '', , , terminal] = credential.split('/').slice(-5);
  if (terminal === undefined)
    throw malformed(
      'Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    );
  if (terminal !== 'aws4_request')
    throw malformed(
      `Error parsing the X-Amz-Credential parameter; incorrect terminal "${terminal}". This endpoint uses "aws4_request".`,
    );
  if (!/^\d{8}$/.test(date))
    throw malformed(
      `Error parsing the X-Amz-Credential parameter; incorrect date format "${date}". This date in the credential must be in the format "yyyyMMdd".`,
    );
  if (date !== day)
    throw malformed(`Invalid credential date "${date}". This date is not the same as X-Amz-Date: "${day}".`);
}

function refuseExpired(expires: string, signedAt: number, now: number): void {
  if (!/^-?\d+$/.test(expires)) throw malformed('X-Amz-Expires should be a number');
  const seconds = Number(expires);
  if (seconds < 0) throw malformed('X-Amz-Expires must be non-negative');
  if (seconds > WEEK)
    throw malformed(
      `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${WEEK} seconds`,
    );
  const ServerTime = iso(now);
  if (signedAt > now + SKEW) throw denied('Request is not yet valid', { ServerTime });
  const end = signedAt + seconds * 1000;
  if (now > end) throw denied('Request has expired', { 'X-Amz-Expires': expires, Expires: iso(end), ServerTime });
}

/** The host and every header of AWS must be signed. The hash of the body stands in none of them. */
function refuseUnsignedHeaders(signed: readonly string[], headers: RequestHead['headers']): void {
  const needed = ['host', ...Object.keys(headers).filter((name) => /^x-amz-(?!content-sha256$|checksum-)/.test(name))];
  const unsigned = needed.filter((name) => !signed.includes(name));
  if (unsigned.length > 0)
    throw denied('There were headers present in the request which were not signed', {
      HeadersNotSigned: unsigned.join(', '),
    });
}

/** @throws AwsError AccessDenied (403) */
export function readVersion2(query: URLSearchParams, now: number, region: string) {
  const [accessKeyId = '', expires = '', signature = ''] = ['AWSAccessKeyId', 'Expires', 'Signature'].map(
    (name) => query.get(name) ?? undefined,
  );
  if (accessKeyId === '' || expires === '' || signature === '')
    throw denied('Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters', {});
  if (!/^\d+$/.test(expires)) throw denied(`Invalid date (should be seconds since epoch): ${expires}`, {});
  if (now > Number(expires) * 1000)
    throw denied('Request has expired', { Expires: iso(Number(expires) * 1000), ServerTime: iso(now) });
  const token = query.get('x-amz-security-token');
  return { accessKeyId, region, service: 's3', ...(token === null ? {} : { sessionToken: token }) };
}

function iso(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

function malformed(message: string): AwsError {
  return new AwsError('AuthorizationQueryParametersError', message);
}

function denied(message: string, fields: Record<string, string>): AwsError {
  return new AwsError('AccessDenied', message, { status: 403, fields });
}
