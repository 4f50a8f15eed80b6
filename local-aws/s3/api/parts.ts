import { AwsError, type Operation } from '../../core/aws.ts';
import type { Buckets } from '../state/buckets.ts';
import type { Upload, Uploads } from '../state/uploads.ts';
import { CHECKSUMS_GIVEN, type ChecksumInput, checksumOf, shownPartChecksum, verifiedChecksum } from './checksums.ts';
import { COPY_SOURCE, COPY_SOURCE_HEADERS, type CopySourceInput, copying, sourceOf } from './copy-source.ts';
import { invalidRequest } from './errors.ts';
import { bucketOf, guarded } from './guard.ts';
import { ownerOf } from './lists.ts';
import { DESCRIPTION, ENCRYPTION_HEADER, OBJECT, REQUEST_PAYER, shownId } from './object-binding.ts';
import { writing } from './object-settings.ts';
import { type NamesUpload, shownUpload, uploadOf } from './upload-address.ts';
import { document } from './xml.ts';

interface NamesPart extends NamesUpload {
  PartNumber?: number;
}

interface UploadPartInput extends NamesPart, ChecksumInput {
  Body?: Buffer | Uint8Array | string;
}

interface UploadPartCopyInput extends NamesPart, CopySourceInput {
  CopySourceRange?: string;
}

interface ListPartsInput extends NamesUpload {
  MaxParts?: number;
  PartNumberMarker?: number;
}

const PART = { partNumber: 'PartNumber', uploadId: 'UploadId' };
const MOST_PARTS = 10_000;
const MOST_LISTED = 1000;

export function parts(buckets: Buckets, uploads: Uploads) {
  const UploadPart: Operation<UploadPartInput> = {
    http: {
      method: 'PUT',
      path: OBJECT,
      query: PART,
      requires: Object.keys(PART),
      headers: { ...CHECKSUMS_GIVEN, ...REQUEST_PAYER },
      payload: 'Body',
      outputHeaders: DESCRIPTION,
    },
    ...writing<UploadPartInput>(buckets, false),
    run(input) {
      const upload = uploadOf(buckets, uploads, input);
      const number = numberOf(input);
      const body = Buffer.from(input.Body ?? '');
      const checksum = verifiedChecksum({ ...usualOf(upload, input), ...input }, body);
      refuseOtherAlgorithm(upload, checksum.algorithm);
      const { etag } = uploads.putPart(upload, number, { body, checksum });
      return { ETag: etag, ServerSideEncryption: 'AES256', ...shownPartChecksum(checksum) };
    },
  };
  const UploadPartCopy: Operation<UploadPartCopyInput> = {
    http: {
      method: 'PUT',
      path: OBJECT,
      query: PART,
      requires: [...Object.keys(PART), COPY_SOURCE],
      headers: { ...COPY_SOURCE_HEADERS, ...REQUEST_PAYER, [`${COPY_SOURCE}-range`]: 'CopySourceRange' },
      outputHeaders: { ...ENCRYPTION_HEADER, CopySourceVersionId: 'x-amz-copy-source-version-id' },
      outputPayload: 'Xml',
    },
    ...copying(buckets, writing<UploadPartCopyInput>(buckets, false)),
    run(input) {
      const upload = uploadOf(buckets, uploads, input);
      const number = numberOf(input);
      const source = sourceOf(buckets, input);
      const body = rangeIn(buckets.body(source), input.CopySourceRange);
      const checksum = checksumOf({}, upload.checksum?.algorithm, body);
      const { etag, modified } = uploads.putPart(upload, number, { body, checksum });
      const result = { ETag: etag, LastModified: new Date(modified), ...shownPartChecksum(checksum) };
      return {
        CopyPartResult: result,
        CopySourceVersionId: shownId(source.versionId),
        ServerSideEncryption: 'AES256',
        Xml: document('CopyPartResult', result),
      };
    },
  };
  const ListParts: Operation<ListPartsInput> = {
    http: {
      method: 'GET',
      path: OBJECT,
      query: { uploadId: 'UploadId', 'max-parts': 'MaxParts', 'part-number-marker': 'PartNumberMarker' },
      requires: ['uploadId'],
      headers: REQUEST_PAYER,
      outputPayload: 'Xml',
    },
    ...guarded(buckets, () => ['s3:ListMultipartUploadParts']),
    run(input) {
      const upload = uploadOf(buckets, uploads, input);
      const { PartNumberMarker = 0 } = input;
      const MaxParts = Math.min(Math.max(input.MaxParts ?? MOST_LISTED, 0), MOST_LISTED);
      const rows = uploads.parts(upload).filter(({ number }) => number > PartNumberMarker);
      const page = rows.slice(0, MaxParts);
      const answer = {
        Bucket: upload.bucket,
        Key: upload.key,
        UploadId: upload.id,
        PartNumberMarker,
        NextPartNumberMarker: page.at(-1)?.number ?? 0,
        MaxParts,
        IsTruncated: page.length < rows.length,
        ...shownUpload(upload, ownerOf(bucketOf(buckets, input))),
      };
      const Parts = page.map(({ number, etag, size, modified, checksum }) => ({
        PartNumber: number,
        LastModified: new Date(modified),
        ETag: etag,
        Size: size,
        ...shownPartChecksum(checksum),
      }));
      return { ...answer, Parts, Xml: document('ListPartsResult', { ...answer, Part: Parts }) };
    },
  };
  return { UploadPart, UploadPartCopy, ListParts };
}

/** @throws AwsError InvalidArgument */
function numberOf({ PartNumber }: NamesPart): number {
  const number = Number(PartNumber);
  if (Number.isInteger(number) && number >= 1 && number <= MOST_PARTS) return number;
  throw new AwsError('InvalidArgument', `Part number must be an integer between 1 and ${MOST_PARTS}, inclusive`, {
    fields: { ArgumentName: 'partNumber', ArgumentValue: PartNumber },
  });
}

/** A part whose sender gives no checksum gets one of the upload's algorithm. */
function usualOf({ checksum }: Upload, { SdkChecksumAlgorithm }: UploadPartInput): ChecksumInput {
  return checksum && SdkChecksumAlgorithm === undefined ? { ChecksumAlgorithm: checksum.algorithm } : {};
}

function refuseOtherAlgorithm({ checksum }: Upload, actual: string): void {
  if (checksum === undefined || checksum.algorithm === actual) return;
  const [wanted, given] = [checksum.algorithm, actual].map((algorithm) => algorithm.toLowerCase());
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${wanted}, actual checksum Type: ${given}`,
  );
}

/** @throws AwsError InvalidArgument, InvalidRequest */
function rangeIn(body: Buffer, range: string | undefined): Buffer {
  if (range === undefined) return body;
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  if (first === undefined || last === undefined || Number(first) > Number(last))
    throw new AwsError(
      'InvalidArgument',
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      { fields: { ArgumentName: `${COPY_SOURCE}-range`, ArgumentValue: range } },
    );
  if (Number(last) >= body.length)
    throw new AwsError('InvalidArgument', `Range specified is not valid for source object of size: ${body.length}`, {
      fields: { ArgumentName: `${COPY_SOURCE}-range`, ArgumentValue: range },
    });
  return body.subarray(Number(first), Number(last) + 1);
}
