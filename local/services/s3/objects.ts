/** Objects: writing, reading and deleting them, version by version. */

import { createHash } from 'node:crypto';
import { AwsError, type HttpBinding, type Operation, type Permission } from '../../aws.ts';
import type { Bucket, Buckets, LockMode, Version } from './buckets.ts';
import {
  READ_CONDITIONS,
  type ReadConditions,
  refuseReading,
  refuseWriting,
  type TagConditions,
} from './conditions.ts';
import {
  invalidRequest,
  methodNotAllowed,
  noSuchKey,
  noSuchVersion,
  notFound,
  notServed,
  objectLocked,
} from './errors.ts';
import { bucketOf, guarded, type NamesBucket } from './guard.ts';
import { rangeOf } from './ranges.ts';

interface NamesObject extends NamesBucket {
  Key?: string;
  VersionId?: string;
}

interface PutObjectInput extends NamesObject, TagConditions {
  Body?: Buffer | Uint8Array | string;
  ContentType?: string;
  ContentEncoding?: string;
  ContentMD5?: string;
  ObjectLockMode?: LockMode;
  ObjectLockRetainUntilDate?: string;
  ObjectLockLegalHoldStatus?: 'ON' | 'OFF';
  Metadata?: Record<string, string>;
  CopySource?: string;
}

interface ReadInput extends NamesObject, ReadConditions {}

interface GetObjectInput extends ReadInput {
  Range?: string;
}

interface DeleteObjectInput extends NamesObject {
  BypassGovernanceRetention?: string | boolean;
}

const OBJECT = '/{Bucket}/{Key+}';

const DESCRIPTION: NonNullable<HttpBinding['outputHeaders']> = {
  ETag: 'etag',
  LastModified: 'last-modified',
  ContentType: 'content-type',
  ContentLength: 'content-length',
  ContentRange: 'content-range',
  AcceptRanges: 'accept-ranges',
  Metadata: 'x-amz-meta-*',
  VersionId: 'x-amz-version-id',
  ServerSideEncryption: 'x-amz-server-side-encryption',
  ObjectLockMode: 'x-amz-object-lock-mode',
  ObjectLockRetainUntilDate: 'x-amz-object-lock-retain-until-date',
  ObjectLockLegalHoldStatus: 'x-amz-object-lock-legal-hold',
};

export function objects(buckets: Buckets) {
  const PutObject: Operation<PutObjectInput> = {
    http: {
      method: 'PUT',
      path: OBJECT,
      headers: {
        'content-type': 'ContentType',
        'content-encoding': 'ContentEncoding',
        'content-md5': 'ContentMD5',
        'if-none-match': 'IfNoneMatch',
        'if-match': 'IfMatch',
        'x-amz-object-lock-mode': 'ObjectLockMode',
        'x-amz-object-lock-retain-until-date': 'ObjectLockRetainUntilDate',
        'x-amz-object-lock-legal-hold': 'ObjectLockLegalHoldStatus',
        'x-amz-meta-*': 'Metadata',
        'x-amz-copy-source': 'CopySource',
      },
      payload: 'Body',
      outputHeaders: DESCRIPTION,
    },
    ...guarded(buckets, ({ ObjectLockMode }) =>
      ObjectLockMode ? ['s3:PutObject', 's3:PutObjectRetention'] : ['s3:PutObject'],
    ),
    run(input) {
      const bucket = bucketOf(buckets, input);
      const { Key: key = '', Metadata = {} } = input;
      if (input.CopySource !== undefined) throw notServed('CopyObject');
      refuseMetadata(Metadata);
      if (!HEADER_VALUE.test(input.ContentType ?? ''))
        throw invalidRequest('The content type cannot be sent as a header');
      const body = bodyOf(input);
      refuseWriting(buckets.version(bucket.name, key), input, key);
      const retention = retentionOf(bucket, input);
      const { etag, versionId } = buckets.write(bucket, key, {
        body,
        contentType: input.ContentType,
        metadata: Metadata,
        retention,
        legalHold: input.ObjectLockLegalHoldStatus === 'ON',
      });
      return { ETag: etag, VersionId: shownId(versionId), ServerSideEncryption: 'AES256' };
    },
  };
  const GetObject: Operation<GetObjectInput> = {
    http: {
      method: 'GET',
      path: OBJECT,
      query: { versionId: 'VersionId' },
      headers: { range: 'Range', ...READ_CONDITIONS },
      outputStatus: 'Status',
      outputHeaders: DESCRIPTION,
      outputPayload: 'Body',
    },
    ...reading(buckets),
    run(input) {
      const version = find(buckets, input);
      const range = rangeOf(input.Range, version.size);
      const body = buckets.body(version);
      if (!range) return { ...described(version), Body: body };
      const { first, last } = range;
      const ContentRange = `bytes ${first}-${last}/${version.size}`;
      const part = { Status: 206, ContentRange, ContentLength: last - first + 1 };
      return { ...described(version), ...part, Body: body.subarray(first, last + 1) };
    },
  };
  const HeadObject: Operation<ReadInput> = {
    http: {
      method: 'HEAD',
      path: OBJECT,
      query: { versionId: 'VersionId' },
      headers: READ_CONDITIONS,
      outputHeaders: DESCRIPTION,
    },
    ...reading(buckets),
    run(input) {
      try {
        return described(find(buckets, input));
      } catch (error) {
        throw error instanceof AwsError && error.status === 404 ? notFound() : error;
      }
    },
  };
  const DeleteObject: Operation<DeleteObjectInput> = {
    http: {
      method: 'DELETE',
      path: OBJECT,
      query: { versionId: 'VersionId' },
      headers: { 'x-amz-bypass-governance-retention': 'BypassGovernanceRetention' },
      status: 204,
      outputHeaders: { VersionId: 'x-amz-version-id', DeleteMarker: 'x-amz-delete-marker' },
    },
    ...guarded(buckets, (input) => [
      input.VersionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion',
      ...(bypasses(input) ? ['s3:BypassGovernanceRetention'] : []),
    ]),
    run(input) {
      const bucket = bucketOf(buckets, input);
      return input.VersionId === undefined
        ? deleteNewest(buckets, bucket, input.Key ?? '')
        : deleteVersion(buckets, bucket, input);
    },
  };
  return { PutObject, GetObject, HeadObject, DeleteObject };
}

/** Whoever may not list the bucket is not told that an object is missing (API reference, GetObject, "Permissions"). */
function reading(buckets: Buckets) {
  const { permissions, resourcePolicy } = guarded<NamesObject>(buckets, ({ VersionId }) => [
    VersionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion',
  ]);
  const listing = ({ Bucket = '', Key = '', VersionId }: NamesObject): Permission[] =>
    buckets.get(Bucket) === undefined || buckets.version(Bucket, Key, VersionId) !== undefined
      ? []
      : [{ action: 's3:ListBucket', resource: `arn:aws:s3:::${Bucket}` }];
  return { resourcePolicy, permissions: (input: NamesObject) => [...permissions(input), ...listing(input)] };
}

function find(buckets: Buckets, input: ReadInput): Version {
  const bucket = bucketOf(buckets, input);
  const { Key: key = '', VersionId: versionId } = input;
  const version = buckets.version(bucket.name, key, versionId);
  if (!version) throw versionId === undefined ? noSuchKey(key) : noSuchVersion(key, versionId);
  if (version.deleteMarker) throw versionId === undefined ? noSuchKey(key) : methodNotAllowed('GET');
  refuseReading(version, input);
  return version;
}

function described({ etag, modified, contentType, size, versionId, metadata, retention, legalHold }: Version) {
  return {
    ETag: etag,
    LastModified: new Date(modified),
    ContentType: contentType,
    ContentLength: size,
    AcceptRanges: 'bytes',
    Metadata: metadata,
    VersionId: shownId(versionId),
    ServerSideEncryption: 'AES256',
    ObjectLockMode: retention?.mode,
    // As text: this header, unlike others, is ISO 8601.
    ObjectLockRetainUntilDate: retention && new Date(retention.until).toISOString(),
    ObjectLockLegalHoldStatus: legalHold ? 'ON' : undefined,
  };
}

function shownId(versionId: string): string | undefined {
  return versionId === 'null' ? undefined : versionId;
}

/** Bytes of names and values together. */
const MOST_METADATA = 2048;

/** What can stand in a header as it is. */
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const HEADER_VALUE = /^[\x20-\x7e]*$/;

function refuseMetadata(metadata: Record<string, string>): void {
  const wrong = Object.entries(metadata).find(([name, value]) => !HEADER_NAME.test(name) || !HEADER_VALUE.test(value));
  if (wrong) throw invalidRequest(`The metadata '${wrong[0]}' cannot be sent as a header`);
  const size = Object.entries(metadata).reduce((sum, pair) => sum + Buffer.byteLength(pair.join('')), 0);
  if (size > MOST_METADATA)
    throw new AwsError('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', {
      fields: { Size: size, MaxSizeAllowed: MOST_METADATA },
    });
}

function bodyOf({ Body, ContentMD5 }: PutObjectInput): Buffer {
  const body = Buffer.from(Body ?? '');
  if (ContentMD5 !== undefined && !/^[A-Za-z0-9+/]{22}==$/.test(ContentMD5)) {
    throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  }
  if (ContentMD5 !== undefined && createHash('md5').update(body).digest('base64') !== ContentMD5) {
    throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
  return body;
}

function retentionOf(bucket: Bucket, input: PutObjectInput): Version['retention'] {
  const { ObjectLockMode: mode, ObjectLockRetainUntilDate: until } = input;
  if (mode === undefined && until === undefined && input.ObjectLockLegalHoldStatus === undefined) return undefined;
  if (!bucket.objectLock) throw invalidRequest('Bucket is missing Object Lock Configuration');
  if ((mode === undefined) !== (until === undefined)) {
    throw new AwsError(
      'InvalidArgument',
      'x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied',
    );
  }
  if (mode === undefined || until === undefined) return undefined;
  const time = new Date(until).getTime();
  if (Number.isNaN(time))
    throw new AwsError('InvalidArgument', 'The retain until date must be provided in ISO 8601 format');
  if (mode !== 'GOVERNANCE' && mode !== 'COMPLIANCE')
    throw new AwsError('InvalidArgument', 'Unknown wormMode directive.');
  return { mode, until: time };
}

function bypasses({ BypassGovernanceRetention }: DeleteObjectInput): boolean {
  return String(BypassGovernanceRetention) === 'true';
}

function deleteNewest(buckets: Buckets, bucket: Bucket, key: string) {
  if (bucket.versioning === undefined) {
    const version = buckets.version(bucket.name, key);
    if (version) buckets.remove(version);
    return {};
  }
  const { versionId } = buckets.markDeleted(bucket, key);
  return { DeleteMarker: true, VersionId: shownId(versionId) };
}

/** A retained version goes for nobody (COMPLIANCE), or only for one who may and says that they bypass it (GOVERNANCE). */
function deleteVersion(buckets: Buckets, bucket: Bucket, input: DeleteObjectInput) {
  const version = buckets.version(bucket.name, input.Key ?? '', input.VersionId);
  if (!version) return { VersionId: input.VersionId };
  const mayBypass = version.retention?.mode === 'GOVERNANCE' && bypasses(input) && !version.legalHold;
  if (buckets.isRetained(version) && !mayBypass) throw objectLocked();
  buckets.remove(version);
  return { VersionId: version.versionId, ...(version.deleteMarker ? { DeleteMarker: true } : {}) };
}
