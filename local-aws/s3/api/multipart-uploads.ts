import type { Call, Operation } from '../../core/aws.ts';
import type { Buckets, Checksum } from '../state/buckets.ts';
import type { Part, Upload, Uploads } from '../state/uploads.ts';
import {
  ALGORITHM_HEADER,
  CHECKSUM_VALUES,
  checksumOf,
  compositeOf,
  givenChecksum,
  namedAlgorithm,
  refuseWrong,
  shownChecksum,
} from './checksums.ts';
import { refuseWriting, type TagConditions } from './conditions.ts';
import { invalidRequest } from './errors.ts';
import { bucketOf, guarded, type NamesBucket } from './guard.ts';
import { encoder, ownerOf } from './lists.ts';
import { ENCRYPTION_HEADER, OBJECT, REQUEST_PAYER, shownId } from './object-binding.ts';
import { SETTINGS_HEADERS, type SettingsInput, settingsOf, WRITE_CONDITIONS, writing } from './object-settings.ts';
import { etagOfParts, type NamedPart, namedParts, selectParts } from './part-list.ts';
import { type NamesUpload, shownUpload, uploadOf } from './upload-address.ts';
import { document } from './xml.ts';

interface CreateMultipartUploadInput extends SettingsInput {
  ChecksumAlgorithm?: string;
  ChecksumType?: string;
}

interface CompleteMultipartUploadInput extends NamesUpload, TagConditions {
  Body?: Buffer;
  MultipartUpload?: { Parts?: NamedPart[] };
  ChecksumType?: string;
  MpuObjectSize?: number;
}

interface ListMultipartUploadsInput extends NamesBucket {
  Prefix?: string;
  KeyMarker?: string;
  UploadIdMarker?: string;
  MaxUploads?: number;
  EncodingType?: string;
}

const UPLOAD = { query: { uploadId: 'UploadId' }, requires: ['uploadId'] };
const TYPE_HEADER = { 'x-amz-checksum-type': 'ChecksumType' };
const MOST_UPLOADS = 1000;

export function multipartUploads(buckets: Buckets, uploads: Uploads) {
  const CreateMultipartUpload: Operation<CreateMultipartUploadInput> = {
    http: {
      method: 'POST',
      path: OBJECT,
      query: { uploads: '' },
      headers: { ...SETTINGS_HEADERS, ...ALGORITHM_HEADER, ...TYPE_HEADER },
      outputHeaders: {
        ...ENCRYPTION_HEADER,
        ChecksumAlgorithm: 'x-amz-checksum-algorithm',
        ChecksumType: 'x-amz-checksum-type',
      },
      outputPayload: 'Xml',
    },
    ...writing<CreateMultipartUploadInput>(buckets, false),
    run(input, call) {
      const bucket = bucketOf(buckets, input);
      const { Key: key = '' } = input;
      const checksum = checksumSettings(input);
      const upload = uploads.create({
        bucket: bucket.name,
        key,
        initiator: call.identity.arn,
        settings: settingsOf(bucket, input),
        ...(checksum && { checksum }),
      });
      const result = { Bucket: bucket.name, Key: key, UploadId: upload.id };
      const { algorithm: ChecksumAlgorithm, type: ChecksumType } = checksum ?? {};
      const Xml = document('InitiateMultipartUploadResult', result);
      return { ...result, ServerSideEncryption: 'AES256', ChecksumAlgorithm, ChecksumType, Xml };
    },
  };
  const CompleteMultipartUpload: Operation<CompleteMultipartUploadInput> = {
    http: {
      ...UPLOAD,
      method: 'POST',
      path: OBJECT,
      headers: {
        ...CHECKSUM_VALUES,
        ...TYPE_HEADER,
        ...WRITE_CONDITIONS,
        ...REQUEST_PAYER,
        'x-amz-mp-object-size': 'MpuObjectSize',
      },
      payload: 'Body',
      outputHeaders: {
        VersionId: 'x-amz-version-id',
        ...ENCRYPTION_HEADER,
      },
      outputPayload: 'Xml',
    },
    ...writing<CompleteMultipartUploadInput>(buckets, true),
    run(input, call) {
      const bucket = bucketOf(buckets, input);
      const upload = uploadOf(buckets, uploads, input);
      const parts = selectParts(uploads.parts(upload), namedParts(input), upload);
      const body = Buffer.concat(parts.map((part) => uploads.body(upload, part)));
      refuseSize(input, body);
      const checksum = wholeChecksum(upload, parts, body);
      refuseOtherChecksum(input, checksum);
      refuseWriting(buckets.version(bucket.name, upload.key), input, upload.key);
      const { versionId, etag } = buckets.write(bucket, upload.key, {
        ...upload.settings,
        body,
        checksum,
        etag: etagOfParts(parts),
        parts: parts.map(({ size }) => size),
      });
      uploads.remove(upload);
      const result = {
        Location: locationOf(upload, call),
        Bucket: bucket.name,
        Key: upload.key,
        ETag: etag,
        ...shownChecksum(checksum),
      };
      const Xml = document('CompleteMultipartUploadResult', result);
      return { ...result, VersionId: shownId(versionId), ServerSideEncryption: 'AES256', Xml };
    },
  };
  const AbortMultipartUpload: Operation<NamesUpload> = {
    http: { ...UPLOAD, method: 'DELETE', path: OBJECT, headers: REQUEST_PAYER, status: 204 },
    ...guarded(buckets, () => ['s3:AbortMultipartUpload']),
    run(input) {
      uploads.remove(uploadOf(buckets, uploads, input));
      return {};
    },
  };
  const ListMultipartUploads: Operation<ListMultipartUploadsInput> = {
    http: {
      method: 'GET',
      path: '/{Bucket}',
      query: {
        uploads: '',
        prefix: 'Prefix',
        'key-marker': 'KeyMarker',
        'upload-id-marker': 'UploadIdMarker',
        'max-uploads': 'MaxUploads',
        'encoding-type': 'EncodingType',
      },
      headers: REQUEST_PAYER,
      outputPayload: 'Xml',
    },
    ...guarded(buckets, () => ['s3:ListBucketMultipartUploads']),
    run(input) {
      const bucket = bucketOf(buckets, input);
      const { Prefix = '', KeyMarker = '', UploadIdMarker = '' } = input;
      const MaxUploads = Math.min(Math.max(input.MaxUploads ?? MOST_UPLOADS, 0), MOST_UPLOADS);
      const all = uploads.list(bucket.name, Prefix);
      const rows = all.slice(startOf(all, KeyMarker, UploadIdMarker));
      const page = rows.slice(0, MaxUploads);
      const last = page.length < rows.length ? page.at(-1) : undefined;
      const write = encoder(input);
      const answer = {
        Bucket: bucket.name,
        KeyMarker,
        UploadIdMarker,
        NextKeyMarker: last && write(last.key),
        NextUploadIdMarker: last?.id,
        Prefix: write(Prefix),
        MaxUploads,
        EncodingType: input.EncodingType,
        IsTruncated: last !== undefined,
      };
      const Uploads = page.map((upload) => ({
        UploadId: upload.id,
        Key: write(upload.key),
        Initiated: new Date(upload.initiated),
        ...shownUpload(upload, ownerOf(bucket)),
      }));
      return { ...answer, Uploads, Xml: document('ListMultipartUploadsResult', { ...answer, Upload: Uploads }) };
    },
  };
  return { CreateMultipartUpload, CompleteMultipartUpload, AbortMultipartUpload, ListMultipartUploads };
}

function startOf(all: readonly Upload[], key: string, id: string): number {
  if (key === '') return 0;
  const exact = all.findIndex((upload) => upload.key === key && upload.id === id);
  if (exact >= 0) return exact + 1;
  const later = all.findIndex((upload) => upload.key > key);
  return later < 0 ? all.length : later;
}

/** CRC64NVME is of the whole; the checksums of cryptographic hashes are made of the parts' alone. */
function checksumSettings(input: CreateMultipartUploadInput): Upload['checksum'] {
  const algorithm = namedAlgorithm(input);
  const { ChecksumType: asked } = input;
  if (algorithm === undefined) {
    if (asked !== undefined)
      throw invalidRequest('The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.');
    return undefined;
  }
  const only = algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : algorithm.startsWith('CRC') ? undefined : 'COMPOSITE';
  const type = (asked ?? only ?? 'COMPOSITE') as 'COMPOSITE' | 'FULL_OBJECT';
  if (only !== undefined && type !== only)
    throw invalidRequest(
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  return { algorithm, type };
}

function wholeChecksum({ checksum }: Upload, parts: readonly Part[], body: Buffer): Checksum {
  if (checksum?.type !== 'COMPOSITE') return checksumOf({}, checksum?.algorithm, body);
  return compositeOf(
    checksum.algorithm,
    parts.map((part) => part.checksum),
  );
}

/** A composite checksum is given with the count of the parts or without. */
function refuseOtherChecksum(input: CompleteMultipartUploadInput, checksum: Checksum): void {
  const given = givenChecksum(input);
  const type = checksum.type ?? 'FULL_OBJECT';
  if (input.ChecksumType !== undefined && input.ChecksumType !== type)
    throw invalidRequest(
      `The upload was created using the ${type} checksum mode. The complete request must use it too.`,
    );
  if (given === undefined) return;
  const { algorithm } = given;
  const right = given.value.includes('-') ? checksum.value : checksum.value.replace(/-\d+$/, '');
  if (algorithm !== checksum.algorithm)
    throw invalidRequest(`The upload was created using a ${checksum.algorithm.toLowerCase()} checksum.`);
  refuseWrong(given, { algorithm, value: right });
}

function refuseSize({ MpuObjectSize }: CompleteMultipartUploadInput, body: Buffer): void {
  if (MpuObjectSize === undefined || Number(MpuObjectSize) === body.length) return;
  throw invalidRequest(
    `The provided 'x-amz-mp-object-size' header value ${MpuObjectSize} does not match what was computed: ${body.length}`,
  );
}

function locationOf({ bucket, key }: Upload, { request }: Call): string {
  const host = request?.headers.host;
  const path = `/${bucket}/${encodeURIComponent(key).replaceAll('%2F', '/')}`;
  return host === undefined ? path : `http://${host}${path}`;
}
