import { AwsError, type Call, type Operation } from '../../core/aws.ts';
import { decodePageToken, encodePageToken } from '../../wire/input/page-token.ts';
import type { Bucket, Buckets } from '../state/buckets.ts';
import type { Uploads } from '../state/uploads.ts';
import { ACL_HEADERS, type AclInput, refuseBucketAcl } from './acl.ts';
import { notFound, notServed } from './errors.ts';
import { bucketOf, guarded, type NamesBucket } from './guard.ts';
import { ownerOf } from './lists.ts';
import { document, textOf } from './xml.ts';

interface CreateBucketInput extends NamesBucket, AclInput {
  Body?: Buffer;
  CreateBucketConfiguration?: { LocationConstraint?: string };
  ObjectLockEnabledForBucket?: string | boolean;
  ObjectOwnership?: string;
}

interface ListBucketsInput {
  MaxBuckets?: number;
  ContinuationToken?: string;
  Prefix?: string;
  BucketRegion?: string;
}

/** "The maximum is 10,000". */
const MOST_BUCKETS = 10_000;

/** Access control lists are off. */
const OWNER = 'BucketOwnerEnforced';

export function bucketOperations(buckets: Buckets, uploads: Uploads) {
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
  const DeleteBucket: Operation<NamesBucket> = {
    http: { method: 'DELETE', path: '/{Bucket}', status: 204 },
    ...guarded(buckets, () => ['s3:DeleteBucket']),
    run(input) {
      const bucket = bucketOf(buckets, input);
      if (buckets.versions(bucket.name, '').length > 0) throw notEmpty(bucket);
      uploads.removeAll(bucket.name);
      buckets.delete(bucket);
      return {};
    },
  };
  const ListBuckets: Operation<ListBucketsInput> = {
    http: {
      method: 'GET',
      path: '/',
      query: {
        'max-buckets': 'MaxBuckets',
        'continuation-token': 'ContinuationToken',
        prefix: 'Prefix',
        'bucket-region': 'BucketRegion',
      },
      outputPayload: 'Xml',
    },
    permissions: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
    run(input, { account }) {
      const { Prefix = '', BucketRegion, MaxBuckets = MOST_BUCKETS } = input;
      if (MaxBuckets < 1 || MaxBuckets > MOST_BUCKETS)
        throw new AwsError('InvalidArgument', `Argument max-buckets must be an integer between 1 and ${MOST_BUCKETS}`);
      const after = afterToken(input);
      const found = buckets
        .of(account)
        .filter(({ name }) => name.startsWith(Prefix) && name > after)
        .filter(({ region }) => BucketRegion === undefined || region === BucketRegion);
      const page = found.slice(0, MaxBuckets);
      const last = page.length < found.length ? page.at(-1) : undefined;
      const Owner = ownerOf({ account });
      const ContinuationToken = last && encodePageToken(last.name);
      const rows = page.map(({ name, created, region }) => ({
        Name: name,
        CreationDate: new Date(created),
        BucketRegion: region,
      }));
      const rest = { ContinuationToken, Prefix: input.Prefix };
      const Xml = document('ListAllMyBucketsResult', { Owner, Buckets: { Bucket: rows }, ...rest });
      return { Owner, Buckets: rows, ...rest, Xml };
    },
  };
  return { CreateBucket, HeadBucket, GetBucketLocation, DeleteBucket, ListBuckets };
}

/** @throws AwsError InvalidArgument for a token that was not given here. */
function afterToken({ ContinuationToken: token }: ListBucketsInput): string {
  const name = token === undefined ? '' : decodePageToken(token);
  if (typeof name === 'string') return name;
  throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect');
}

function notEmpty({ name, versioning }: Bucket): AwsError {
  const versions = versioning === undefined ? '' : '. You must delete all versions in the bucket.';
  return new AwsError('BucketNotEmpty', `The bucket you tried to delete is not empty${versions}`, {
    status: 409,
    fields: { BucketName: name },
  });
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
