/** Buckets: created, checked, located. */

import { AwsError, type Call, type Operation } from '../../core/aws.ts';
import type { Bucket, Buckets } from '../state/buckets.ts';
import { ACL_HEADERS, type AclInput, refuseBucketAcl } from './acl.ts';
import { notFound, notServed } from './errors.ts';
import { bucketOf, guarded, type NamesBucket } from './guard.ts';
import { textOf } from './xml.ts';

interface CreateBucketInput extends NamesBucket, AclInput {
  Body?: Buffer;
  CreateBucketConfiguration?: { LocationConstraint?: string };
  ObjectLockEnabledForBucket?: string | boolean;
  ObjectOwnership?: string;
}

/** Access control lists are off. */
const OWNER = 'BucketOwnerEnforced';

export function bucketOperations(buckets: Buckets) {
  const CreateBucket: Operation<CreateBucketInput> = {
    http: {
      method: 'PUT',
      path: '/{Bucket}',
      headers: {
        'x-amz-bucket-object-lock-enabled': 'ObjectLockEnabledForBucket',
        'x-amz-object-ownership': 'ObjectOwnership',
        ...ACL_HEADERS,
      },
      payload: 'Body',
      outputHeaders: { Location: 'location' },
    },
    ...guarded(buckets, () => ['s3:CreateBucket']),
    run(input, call) {
      const { account } = call;
      const name = input.Bucket ?? '';
      refuseBucketAcl(input);
      if ((input.ObjectOwnership ?? OWNER) !== OWNER) throw notServed(`ObjectOwnership ${input.ObjectOwnership}`);
      const region = regionOf(input, call);
      const known = buckets.get(name);
      refuseTaken(known, account);
      // In us-east-1 alone, creating one's own bucket again succeeds (API reference, CreateBucket, BucketAlreadyOwnedByYou).
      if (known) return { Location: `/${name}` };
      if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) {
        throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', { fields: { BucketName: name } });
      }
      const objectLock = String(input.ObjectLockEnabledForBucket) === 'true';
      // Object Lock needs versions, and turns them on.
      buckets.put({ name, account, region, objectLock, ...(objectLock ? { versioning: 'Enabled' } : {}) });
      return { Location: `/${name}` };
    },
  };
  const HeadBucket: Operation<NamesBucket> = {
    http: { method: 'HEAD', path: '/{Bucket}', outputHeaders: { BucketRegion: 'x-amz-bucket-region' } },
    ...guarded(buckets, () => ['s3:ListBucket']),
    run({ Bucket = '' }) {
      const bucket = buckets.get(Bucket);
      if (!bucket) throw notFound();
      return { BucketRegion: bucket.region };
    },
  };
  const GetBucketLocation: Operation<NamesBucket> = {
    http: { method: 'GET', path: '/{Bucket}', query: { location: '' }, outputPayload: 'Xml' },
    ...guarded(buckets, () => ['s3:GetBucketLocation']),
    run(input) {
      const { region } = bucketOf(buckets, input);
      // us-east-1 is the absence of a constraint.
      const LocationConstraint = region === 'us-east-1' ? undefined : region;
      const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${LocationConstraint ?? ''}</LocationConstraint>`;
      return { LocationConstraint, Xml: xml };
    },
  };
  return { CreateBucket, HeadBucket, GetBucketLocation };
}

/** Only the endpoint of us-east-1 makes buckets elsewhere. */
function regionOf({ Body, CreateBucketConfiguration }: CreateBucketInput, { region }: Call): string {
  const xml = Body?.toString('utf8') ?? '';
  const [, unserved] = /<(Location|Bucket|Tags)>/.exec(xml) ?? [];
  if (unserved !== undefined) throw notServed(`CreateBucketConfiguration.${unserved}`);
  const asked = CreateBucketConfiguration?.LocationConstraint ?? textOf(xml, 'LocationConstraint');
  if (asked !== undefined && !/^(?:EU|[a-z]{2}(?:-[a-z]+)+-\d)$/.test(asked))
    throw new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid', {
      fields: { LocationConstraint: asked },
    });
  if (asked === undefined || asked === region) return region;
  if (region === 'us-east-1') return asked === 'EU' ? 'eu-west-1' : asked;
  throw new AwsError(
    'IllegalLocationConstraintException',
    `The ${asked} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}

function refuseTaken(bucket: Bucket | undefined, account: string): void {
  if (!bucket || (bucket.account === account && bucket.region === 'us-east-1')) return;
  throw bucket.account === account
    ? new AwsError(
        'BucketAlreadyOwnedByYou',
        'Your previous request to create the named bucket succeeded and you already own it.',
        { status: 409 },
      )
    : new AwsError('BucketAlreadyExists', 'The requested bucket name is not available.', { status: 409 });
}
