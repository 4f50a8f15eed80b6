import { AwsError, type Operation, type Permission } from '../../core/aws.ts';
import type { Bucket, Buckets } from '../state/buckets.ts';
import { noSuchBucket } from './errors.ts';
import { refuseMembers } from './members.ts';

export interface NamesBucket {
  Bucket?: string;
  Key?: string;
}

/**
 * The resource is an object where the input names a key, else the bucket.
 * @param context the operation's condition keys; one without a value is not in the request.
 */
export function guarded<Input extends NamesBucket>(
  buckets: Buckets,
  actions: (input: Input) => readonly string[],
  context: (input: Input) => Record<string, string | undefined> = () => ({}),
) {
  const keysOf = (input: Input) =>
    Object.fromEntries(
      Object.entries(context(input)).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    );
  return {
    permissions: (input: Input): Permission[] =>
      actions(input).map((action) => ({ action, resource: arnOf(input), context: keysOf(input) })),
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

/** Every operation on a bucket takes the account that it expects to own the bucket; all members are checked. */
export function checksInput<Input>(buckets: Buckets, operation: Operation<Input>): Operation<Input> {
  const headers = { ...operation.http?.headers, 'x-amz-expected-bucket-owner': 'ExpectedBucketOwner' };
  return {
    ...operation,
    ...(operation.http && { http: { ...operation.http, headers } }),
    run(input, call) {
      refuseMembers(input as object);
      const { Bucket = '', ExpectedBucketOwner: expected } = input as NamesBucket & { ExpectedBucketOwner?: string };
      const owner = buckets.get(Bucket)?.account;
      if (expected !== undefined && owner !== undefined && expected !== owner)
        throw new AwsError('AccessDenied', 'Access Denied', { status: 403 });
      return operation.run(input, call);
    },
  };
}
