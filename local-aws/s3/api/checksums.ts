/** Checksums of bodies: verified where they are given, computed where they are not. */

import { createHash } from 'node:crypto';
import { AwsError, type Operation } from '../../core/aws.ts';
import type { Checksum } from '../state/buckets.ts';
import { crc32, crc32c, crc64nvme } from './crc.ts';
import { invalidRequest } from './errors.ts';

type Digest = (body: Uint8Array) => Buffer;

const hash =
  (name: string): Digest =>
  (body) =>
    createHash(name).update(body).digest();

const DIGESTS: Readonly<Record<string, Digest>> = {
  CRC32: crc32,
  CRC32C: crc32c,
  CRC64NVME: crc64nvme,
  SHA1: hash('sha1'),
  SHA256: hash('sha256'),
  SHA512: hash('sha512'),
  MD5: hash('md5'),
};
const ALGORITHMS = Object.keys(DIGESTS);

/** What S3 computes of an object whose writer gives no checksum. */
const USUAL = 'CRC64NVME';

export interface ChecksumInput {
  ContentMD5?: string;
  /** In process, where no client has computed it. */
  ChecksumAlgorithm?: string;
  /** The header by which a client names the checksum that it sends. */
  SdkChecksumAlgorithm?: string;
}

/** Member -> header. */
export const CHECKSUM_HEADERS: Readonly<Record<string, string>> = Object.fromEntries(
  ALGORITHMS.map((algorithm) => [`Checksum${algorithm}`, headerOf(algorithm)]),
);

function headerOf(algorithm: string): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** As members of an answer. */
export function shownChecksum(checksum: Checksum | undefined): Record<string, string> {
  return checksum
    ? { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type ?? 'FULL_OBJECT' }
    : {};
}

/** Of a part, which has no type: that is the whole's. */
export function shownPartChecksum(checksum: Checksum): Record<string, string> {
  const { ChecksumType: _ofObjects, ...shown } = shownChecksum(checksum);
  return shown;
}

/** @throws AwsError BadDigest, InvalidDigest, InvalidRequest */
export function verifiedChecksum(input: ChecksumInput, body: Uint8Array): Checksum {
  refuseMd5(input, body);
  const first = givenChecksum(input);
  const named = namedAlgorithm(input);
  if (!first) return computed(named ?? USUAL, body);
  if (named !== undefined && named !== first.algorithm)
    throw invalidRequest('Value for x-amz-sdk-checksum-algorithm header is invalid.');
  refuseWrong(first, computed(first.algorithm, body));
  return first;
}

/** Header -> member: the algorithm of a checksum that S3 is to make itself. */
export const ALGORITHM_HEADER = { 'x-amz-checksum-algorithm': 'ChecksumAlgorithm' };

/** The checksum of content that S3 has already. @param usual the algorithm where the input names none. */
export function checksumOf(input: ChecksumInput, usual: string | undefined, body: Uint8Array): Checksum {
  return computed(namedAlgorithm(input) ?? usual ?? USUAL, body);
}

export function compositeOf(algorithm: string, parts: readonly Checksum[]): Checksum {
  const values = parts.map(({ value }) => Buffer.from(value, 'base64'));
  return { algorithm, value: `${computed(algorithm, Buffer.concat(values)).value}-${parts.length}`, type: 'COMPOSITE' };
}

function computed(algorithm: string, body: Uint8Array): Checksum {
  return { algorithm, value: (DIGESTS[algorithm] as Digest)(body).toString('base64') };
}

/** The one checksum that an input gives, with its algorithm. @throws AwsError InvalidRequest for several. */
export function givenChecksum(input: object): Checksum | undefined {
  const [first, second] = ALGORITHMS.flatMap((algorithm) => {
    const value = Reflect.get(input, `Checksum${algorithm}`);
    return typeof value === 'string' ? [{ algorithm, value }] : [];
  });
  if (second)
    throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  return first;
}

export function refuseWrong(given: Checksum, right: Checksum): void {
  if (given.value === right.value) return;
  const isShaped = given.value.length === right.value.length && /^[A-Za-z0-9+/]+={0,2}$/.test(given.value);
  if (!isShaped) throw invalidRequest(`Value for ${headerOf(given.algorithm)} header is invalid.`);
  throw new AwsError('BadDigest', `The ${given.algorithm} you specified did not match the calculated checksum.`);
}

export function namedAlgorithm({
  ChecksumAlgorithm,
  SdkChecksumAlgorithm,
  ...rest
}: ChecksumInput): string | undefined {
  const named = (SdkChecksumAlgorithm ?? ChecksumAlgorithm)?.toUpperCase();
  if (named === undefined) return undefined;
  if (!ALGORITHMS.includes(named))
    throw invalidRequest(
      `Checksum algorithm provided is unsupported. Please try again with any of the valid types: [${ALGORITHMS.join(', ')}]`,
    );
  if (SdkChecksumAlgorithm !== undefined && !(`Checksum${named}` in rest) && !hasChecksum(rest))
    throw invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  return named;
}

function hasChecksum(input: object): boolean {
  return ALGORITHMS.some((algorithm) => `Checksum${algorithm}` in input);
}

function refuseMd5({ ContentMD5 }: ChecksumInput, body: Uint8Array): void {
  if (ContentMD5 === undefined) return;
  if (!/^[A-Za-z0-9+/]{22}==$/.test(ContentMD5)) {
    throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  }
  if (hash('md5')(body).toString('base64') !== ContentMD5) {
    throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
}

/** Header -> member, of a request with a body. */
export const CHECKSUM_VALUES = Object.fromEntries(
  Object.entries(CHECKSUM_HEADERS).map(([member, header]) => [header, member]),
);
export const CHECKSUMS_GIVEN = {
  'content-md5': 'ContentMD5',
  'x-amz-sdk-checksum-algorithm': 'SdkChecksumAlgorithm',
  ...CHECKSUM_VALUES,
};

/** An operation with a body takes checksums of it, and refuses a body that is not the one that was sent. */
export function checksBody<Input>(operation: Operation<Input>): Operation<Input> {
  const { http } = operation;
  if (http?.payload === undefined) return operation;
  return {
    ...operation,
    http: { ...http, headers: { ...http.headers, ...CHECKSUMS_GIVEN } },
    run(input, call) {
      const { Body } = input as { Body?: Buffer };
      if (Body !== undefined) verifiedChecksum(input as ChecksumInput, Buffer.from(Body));
      return operation.run(input, call);
    },
  };
}
