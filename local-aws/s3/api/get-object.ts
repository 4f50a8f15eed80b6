/** GetObject and HeadObject. */

import { AwsError, type Operation, type Permission } from '../../core/aws.ts';
import type { Buckets, Version } from '../state/buckets.ts';
import { READ_CONDITIONS, type ReadConditions, refuseReading } from './conditions.ts';
import { methodNotAllowed, noSuchKey, noSuchVersion, notFound } from './errors.ts';
import { bucketOf, guarded } from './guard.ts';
import { DESCRIPTION, type NamesObject, OBJECT, shownId } from './object-binding.ts';
import { rangeOf } from './ranges.ts';

interface ReadInput extends NamesObject, ReadConditions {}

interface GetObjectInput extends ReadInput {
  Range?: string;
}

export function getObject(buckets: Buckets) {
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
  return { GetObject, HeadObject };
}

/** A caller that may not list the bucket does not learn that an object is missing (API reference, GetObject, "Permissions"). */
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
