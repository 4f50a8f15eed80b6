/** The parts that a completion names: found, in order, large enough. */

import { createHash } from 'node:crypto';
import { AwsError } from '../../core/aws.ts';
import type { Part, Upload } from '../state/uploads.ts';
import { givenChecksum } from './checksums.ts';
import { invalidRequest, malformedXml } from './errors.ts';
import { textOf } from './xml.ts';

export interface NamedPart {
  PartNumber?: number | string;
  ETag?: string;
  [checksum: `Checksum${string}`]: string | undefined;
}

/** Of every part but the last. */
const LEAST_SIZE = 5 * 1024 * 1024;

/** The wire carries a document, in-process calls the SDK's shape. @throws AwsError MalformedXML */
export function namedParts(input: { Body?: Buffer; MultipartUpload?: { Parts?: NamedPart[] } }): NamedPart[] {
  const parts = input.MultipartUpload?.Parts ?? partsIn(input.Body?.toString('utf8') ?? '');
  const isWhole = ({ PartNumber, ETag }: NamedPart) => /^\d+$/.test(String(PartNumber)) && ETag !== undefined;
  if (parts.length === 0 || !parts.every(isWhole)) throw malformedXml();
  return parts;
}

function partsIn(xml: string): NamedPart[] {
  const [, ...parts] = xml.split('<Part>');
  return parts.map((text) => {
    const checksums = Array.from(text.matchAll(/<(Checksum[A-Z0-9]+)>([^<]*)</g), ([, name, value]) => [name, value]);
    const ETag = textOf(text, 'ETag');
    return {
      ...Object.fromEntries(checksums),
      PartNumber: textOf(text, 'PartNumber') ?? '',
      ...(ETag !== undefined && { ETag }),
    };
  });
}

/** @throws AwsError InvalidPartOrder, InvalidPart, EntityTooSmall, InvalidRequest */
export function selectParts(uploaded: readonly Part[], named: readonly NamedPart[], upload: Upload): Part[] {
  const numbers = named.map(({ PartNumber }) => Number(PartNumber));
  if (numbers.some((number, index) => index > 0 && number <= (numbers[index - 1] as number)))
    throw new AwsError(
      'InvalidPartOrder',
      'The list of parts was not in ascending order. The parts list must be specified in order by part number.',
    );
  const byNumber = new Map(uploaded.map((part) => [part.number, part]));
  const parts = named.map((part) => checked(byNumber.get(Number(part.PartNumber)), part, upload));
  for (const { number, size, etag } of parts.slice(0, -1)) {
    if (size < LEAST_SIZE)
      throw new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
        fields: { ProposedSize: size, MinSizeAllowed: LEAST_SIZE, PartNumber: number, ETag: bare(etag) },
      });
  }
  return parts;
}

function checked(part: Part | undefined, named: NamedPart, { checksum }: Upload): Part {
  const { PartNumber, ETag = '' } = named;
  const given = givenChecksum(named);
  if (checksum?.type === 'COMPOSITE' && given === undefined)
    throw invalidRequest(
      `The upload was created using a ${checksum.algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${PartNumber} in the request.`,
    );
  const isOther = given && part?.checksum.algorithm === given.algorithm && part.checksum.value !== given.value;
  if (part && bare(part.etag) === bare(ETag) && !isOther) return part;
  throw new AwsError(
    'InvalidPart',
    "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { fields: { PartNumber, ETag: bare(ETag) } },
  );
}

function bare(etag: string): string {
  return etag.replaceAll(/&quot;|&#34;|"/g, '');
}

/** The MD5 of the parts' MD5s, and how many there were. */
export function etagOfParts(parts: readonly Part[]): string {
  const digests = Buffer.concat(parts.map(({ etag }) => Buffer.from(bare(etag), 'hex')));
  return `"${createHash('md5').update(digests).digest('hex')}-${parts.length}"`;
}
