/** Signatures, of version 4 unless S3 takes another: access key and scope of a request. The secret is unknown here, so the signature is not checked. */

import { AwsError } from '../core/aws.ts';
import type { RequestHead } from './http.ts';
import { readLongDate } from './long-date.ts';
import { isOfVersion2, isPresigned, isPresignedForS3, readVersion2, refusePresigned } from './presigned.ts';

export interface Signature {
  accessKeyId: string;
  region: string;
  /** The signing name: `es`, `states`, `events`. */
  service: string;
  sessionToken?: string;
  /** When the client says it signed. Milliseconds since 1970. */
  signedAt?: number;
}

const AUTHORIZATION =
  /^AWS4-(?:HMAC-SHA256|ECDSA-P256-SHA256) Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]+)$/;

/** Whether a request claims to be a call of AWS. */
export function isSigned({ headers, query }: RequestHead): boolean {
  return (
    headers.authorization?.startsWith('AWS4-') === true || headers['x-amz-target'] !== undefined || isPresigned(query)
  );
}

/**
 * @param now milliseconds since 1970, for the expiry of presigned addresses.
 * @param region what a signature means that names none.
 * @throws AwsError in the words AWS uses for a missing, malformed or expired signature.
 */
export function readSignature(request: RequestHead, now: number, region: string): Signature {
  if (isOfVersion2(request.query)) return readVersion2(request.query, now, region);
  if (isPresignedForS3(request)) refusePresigned(request, now);
  const credential = fromHeader(request) ?? fromQuery(request);
  if (credential === undefined) {
    throw new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', { status: 403 });
  }
  const signature = readScope(credential);
  const token = request.headers['x-amz-security-token'] ?? request.query.get('X-Amz-Security-Token');
  const date = request.headers['x-amz-date'] ?? request.query.get('X-Amz-Date');
  const signedAt = typeof date === 'string' ? readLongDate(date) : undefined;
  return {
    ...signature,
    ...(typeof token === 'string' ? { sessionToken: token } : {}),
    ...(signedAt === undefined ? {} : { signedAt }),
  };
}

function fromHeader(request: RequestHead): string | undefined {
  const header = request.headers.authorization;
  if (header === undefined) return undefined;
  const match = AUTHORIZATION.exec(header);
  if (!match) {
    throw new AwsError(
      'IncompleteSignatureException',
      `Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization=${header.split(' ')[0]}`,
      { status: 403 },
    );
  }
  return match[1];
}

/** The parameters of a presigned address, each with the shape of its value. */
const PRESIGNED: readonly [name: string, shape: RegExp][] = [
  ['X-Amz-Algorithm', /^AWS4-/],
  ['X-Amz-Date', /^\d{8}T\d{6}Z$/],
  ['X-Amz-SignedHeaders', /(?:^|;)host(?:;|$)/],
  ['X-Amz-Signature', /^[0-9a-f]{64,}$/],
];

function fromQuery({ query }: RequestHead): string | undefined {
  const credential = query.get('X-Amz-Credential');
  if (credential === null) return undefined;
  for (const [name, shape] of PRESIGNED) {
    if (shape.test(query.get(name) ?? '')) continue;
    throw new AwsError(
      'IncompleteSignatureException',
      `the address is not presigned: ${name} is missing or malformed`,
      {
        status: 403,
      },
    );
  }
  return credential;
}

function readScope(credential: string): Omit<Signature, 'sessionToken' | 'signedAt'> {
  const parts = credential.split('/');
  // An access key may hold no slash, so the last four parts are the scope.
  const [date, region, service, terminal] = parts.slice(-4);
  if (parts.length < 5 || terminal !== 'aws4_request' || !/^\d{8}$/.test(date ?? '') || !region || !service) {
    throw new AwsError(
      'IncompleteSignatureException',
      `Credential must have at least 5 elements that are separated by slashes: (accessKeyId/YYYYMMDD/region/service/aws4_request), got '${credential}'.`,
      { status: 403 },
    );
  }
  return { accessKeyId: parts.slice(0, -4).join('/'), region, service };
}
