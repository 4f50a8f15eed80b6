/** The object that a copy reads: its address, who may read it, and on what conditions. */

import { AwsError, type Permission } from '../../core/aws.ts';
import type { Buckets, Version } from '../state/buckets.ts';
import { type ReadConditions, refuseReading } from './conditions.ts';
import { invalidRequest, noSuchBucket, preconditionFailed } from './errors.ts';
import type { NamesObject } from './object-binding.ts';
import { findVersion, reading } from './reading.ts';

export interface CopySourceInput extends NamesObject {
  CopySource?: string;
  CopySourceIfMatch?: string;
  CopySourceIfNoneMatch?: string;
  CopySourceIfModifiedSince?: string;
  CopySourceIfUnmodifiedSince?: string;
  ExpectedSourceBucketOwner?: string;
}

export const COPY_SOURCE = 'x-amz-copy-source';

/** Header -> member. */
export const COPY_SOURCE_HEADERS = {
  [COPY_SOURCE]: 'CopySource',
  'x-amz-copy-source-if-match': 'CopySourceIfMatch',
  'x-amz-copy-source-if-none-match': 'CopySourceIfNoneMatch',
  'x-amz-copy-source-if-modified-since': 'CopySourceIfModifiedSince',
  'x-amz-copy-source-if-unmodified-since': 'CopySourceIfUnmodifiedSince',
  'x-amz-source-expected-bucket-owner': 'ExpectedSourceBucketOwner',
};

interface Guards<Input> {
  permissions(input: Input): readonly Permission[];
  resourcePolicy(input: Input): unknown;
}

/** Who writes a copy must also be allowed to read its source; each bucket's policy speaks of its own objects. */
export function copying<Input extends CopySourceInput>(buckets: Buckets, write: Guards<Input>): Guards<Input> {
  const read = reading(buckets);
  return {
    permissions: (input) => [...write.permissions(input), ...read.permissions(addressOf(input))],
    resourcePolicy(input) {
      const policies = [write.resourcePolicy(input), read.resourcePolicy(addressOf(input))];
      const Statement = policies.flatMap((policy) => (policy as { Statement?: object[] } | undefined)?.Statement ?? []);
      return Statement.length === 0 ? undefined : { Version: '2012-10-17', Statement };
    },
  };
}

/** @throws AwsError where the source is not there, is another's than expected, or is not as the conditions say. */
export function sourceOf(buckets: Buckets, input: CopySourceInput): Version {
  const address = addressOf(input);
  const { Bucket = '', VersionId } = address;
  const bucket = buckets.get(Bucket);
  if (!bucket) throw noSuchBucket(Bucket);
  const { ExpectedSourceBucketOwner: expected } = input;
  if (expected !== undefined && expected !== bucket.account)
    throw new AwsError('AccessDenied', 'Access Denied', { status: 403 });
  if (VersionId !== undefined && buckets.version(Bucket, address.Key ?? '', VersionId)?.deleteMarker)
    throw invalidRequest('The source of a copy request may not specifically refer to a delete marker by version id.');
  const version = findVersion(buckets, address);
  refuseInactive(version);
  refuseSource(version, input);
  return version;
}

/** `bucket/key`, URL-encoded, perhaps with a version. @throws AwsError InvalidArgument */
export function addressOf({ CopySource = '' }: CopySourceInput): NamesObject {
  const [path = '', version] = CopySource.split('?versionId=');
  const [, Bucket, Key] = /^\/?([^/]+)\/(.+)$/s.exec(decoded(path)) ?? [];
  if (Bucket === undefined || Key === undefined)
    throw new AwsError(
      'InvalidArgument',
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      {
        fields: { ArgumentName: COPY_SOURCE, ArgumentValue: CopySource },
      },
    );
  return { Bucket, Key, ...(version !== undefined && { VersionId: version }) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** A source that has not been modified fails its condition, as any other does: there is no 304 for a copy. */
function refuseSource(version: Version, input: CopySourceInput): void {
  const conditions: ReadConditions = {
    ...(input.CopySourceIfMatch !== undefined && { IfMatch: input.CopySourceIfMatch }),
    ...(input.CopySourceIfNoneMatch !== undefined && { IfNoneMatch: input.CopySourceIfNoneMatch }),
    ...(input.CopySourceIfModifiedSince !== undefined && { IfModifiedSince: input.CopySourceIfModifiedSince }),
    ...(input.CopySourceIfUnmodifiedSince !== undefined && { IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince }),
  };
  try {
    refuseReading(version, conditions);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const named = error.fields.Condition ?? (conditions.IfNoneMatch ? 'If-None-Match' : 'If-Modified-Since');
    throw preconditionFailed(`${COPY_SOURCE}-${named}`);
  }
}

/** An archived object is copied after a restore, which is not served. */
function refuseInactive({ storageClass }: Version): void {
  if (storageClass !== 'GLACIER' && storageClass !== 'DEEP_ARCHIVE') return;
  throw new AwsError('ObjectNotInActiveTierError', 'The source object of the COPY action is not in the active tier', {
    status: 403,
  });
}
