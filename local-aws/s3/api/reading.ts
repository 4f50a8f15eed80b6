/** Who may read an object, and which version is read. */

import type { Permission } from '../../core/aws.ts';
import type { Buckets, Version } from '../state/buckets.ts';
import { methodNotAllowed, noSuchKey, noSuchVersion } from './errors.ts';
import { bucketOf, guarded } from './guard.ts';
import type { NamesObject } from './object-binding.ts';

/** A caller that may not list the bucket does not learn that an object is missing (API reference, GetObject, "Permissions"). */
export function reading(buckets: Buckets) {
  const { permissions, resourcePolicy } = guarded<NamesObject>(buckets, ({ VersionId }) => [
    VersionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion',
  ]);
  const listing = ({ Bucket = '', Key = '', VersionId }: NamesObject): Permission[] =>
    buckets.get(Bucket) === undefined || buckets.version(Bucket, Key, VersionId) !== undefined
      ? []
      : [{ action: 's3:ListBucket', resource: `arn:aws:s3:::${Bucket}` }];
  return { resourcePolicy, permissions: (input: NamesObject) => [...permissions(input), ...listing(input)] };
}

export function findVersion(buckets: Buckets, input: NamesObject): Version {
  const bucket = bucketOf(buckets, input);
  const { Key: key = '', VersionId: versionId } = input;
  const version = buckets.version(bucket.name, key, versionId);
  if (!version) throw versionId === undefined ? noSuchKey(key) : noSuchVersion(key, versionId);
  if (version.deleteMarker) throw versionId === undefined ? noSuchKey(key) : methodNotAllowed('GET');
  return version;
}
