/** The permissions of S3 operations, and the bucket's policy. */

import type { Permission } from '../../core/aws.ts';
import type { Bucket, Buckets } from '../state/buckets.ts';
import { noSuchBucket } from './errors.ts';

export interface NamesBucket {
  Bucket?: string;
  Key?: string;
}

/** The resource is an object where the input names a key, else the bucket. */
export function guarded<Input extends NamesBucket>(buckets: Buckets, actions: (input: Input) => readonly string[]) {
  return {
    permissions: (input: Input): Permission[] => actions(input).map((action) => ({ action, resource: arnOf(input) })),
    resourcePolicy: ({ Bucket = '' }: Input): unknown => buckets.get(Bucket)?.policy,
  };
}

/** @throws AwsError NoSuchBucket */
export function bucketOf(buckets: Buckets, { Bucket: name = '' }: NamesBucket): Bucket {
  const bucket = buckets.get(name);
  if (!bucket) throw noSuchBucket(name);
  return bucket;
}

function arnOf({ Bucket = '', Key }: NamesBucket): string {
  return Key === undefined ? `arn:aws:s3:::${Bucket}` : `arn:aws:s3:::${Bucket}/${Key}`;
}
