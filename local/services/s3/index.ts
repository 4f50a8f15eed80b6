/** Amazon S3 in path style, as far as plans, evidence and the readers and writers of Step Functions need it. */

import { type Aws, AwsError, type HttpBinding, type Operation, type Service } from '../../aws.ts';
import { typed } from '../common/typed.ts';
import { type Bucket, Buckets } from './buckets.ts';
import { configuration } from './configuration.ts';
import { invalidRequest, notFound } from './errors.ts';
import { bucketOf, guarded, type NamesBucket } from './guard.ts';
import { lists } from './lists.ts';
import { objects } from './objects.ts';
import { MEMBERS } from './shapes.ts';

export function s3(aws: Aws): Service {
  const buckets = new Buckets(aws);
  const operations = {
    ...administration(buckets),
    ...configuration(buckets),
    ...objects(buckets),
    ...lists(buckets),
    ...unserved(),
  };
  const inputs = Object.fromEntries(Object.keys(operations).map((name) => [name, MEMBERS]));
  return typed({ name: 's3', signingName: 's3', protocol: 'restXml', operations }, inputs);
}

interface CreateBucketInput extends NamesBucket {
  Body?: Buffer;
  ObjectLockEnabledForBucket?: string | boolean;
}

function administration(buckets: Buckets) {
  const CreateBucket: Operation<CreateBucketInput> = {
    http: {
      method: 'PUT',
      path: '/{Bucket}',
      headers: { 'x-amz-bucket-object-lock-enabled': 'ObjectLockEnabledForBucket' },
      payload: 'Body',
      outputHeaders: { Location: 'location' },
    },
    ...guarded(buckets, () => ['s3:CreateBucket']),
    run(input, { account, region }) {
      const name = input.Bucket ?? '';
      refuseTaken(buckets.get(name), account);
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

function refuseTaken(bucket: Bucket | undefined, account: string): void {
  if (!bucket) return;
  throw bucket.account === account
    ? new AwsError(
        'BucketAlreadyOwnedByYou',
        'Your previous request to create the named bucket succeeded and you already own it.',
        { status: 409 },
      )
    : new AwsError('BucketAlreadyExists', 'The requested bucket name is not available.', { status: 409 });
}

/**
 * Parts of a bucket or an object that are asked for by a query parameter, and not kept here. Without these lines a
 * PutObjectTagging would be taken for a PutObject and overwrite the object.
 */
function unserved(): Record<string, Operation> {
  const ofObjects = ['acl', 'tagging', 'retention', 'legal-hold', 'uploadId', 'attributes', 'torrent', 'restore'];
  const ofBuckets = ['acl', 'tagging', 'encryption', 'publicAccessBlock', 'lifecycle', 'cors'];
  const refusing = (method: HttpBinding['method'], path: string, parameter: string): [string, Operation] => [
    `${method} ${path}?${parameter}`,
    {
      http: { method, path, query: { [parameter]: '' } },
      permissions: () => [],
      run: () => {
        throw invalidRequest(`The local runtime does not serve ${method} ${path}?${parameter} of S3.`);
      },
    },
  ];
  return Object.fromEntries(
    (['GET', 'PUT', 'DELETE'] as const).flatMap((method) => [
      ...ofObjects.map((parameter) => refusing(method, '/{Bucket}/{Key+}', parameter)),
      ...ofBuckets.map((parameter) => refusing(method, '/{Bucket}', parameter)),
    ]),
  );
}
