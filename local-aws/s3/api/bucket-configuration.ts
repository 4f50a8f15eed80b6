/** Configuration of a bucket: versioning, Object Lock, policy. The wire carries a document, in-process calls the SDK's shape. */

import { AwsError, type Operation } from '../../core/aws.ts';
import type { Bucket, Buckets, LockMode } from '../state/buckets.ts';
import { malformedXml, notServed } from './errors.ts';
import { bucketOf, guarded, type NamesBucket } from './guard.ts';
import { document, textOf } from './xml.ts';

interface Document extends NamesBucket {
  Body?: Buffer;
}

interface PutBucketVersioningInput extends Document {
  VersioningConfiguration?: { Status?: string; MFADelete?: string };
}

interface PutBucketPolicyInput extends Document {
  Policy?: string;
}

interface Retention {
  Mode?: string | undefined;
  Days?: number | string | undefined;
  Years?: number | string | undefined;
}

interface PutObjectLockConfigurationInput extends Document {
  ObjectLockConfiguration?: { ObjectLockEnabled?: string; Rule?: { DefaultRetention?: Retention } };
}

const PATH = '/{Bucket}';
const DAYS_A_YEAR = 365;

export function configuration(buckets: Buckets) {
  return { ...versioning(buckets), ...policy(buckets), ...objectLock(buckets) };
}

function versioning(buckets: Buckets) {
  const GetBucketVersioning: Operation<NamesBucket> = {
    http: { method: 'GET', path: PATH, query: { versioning: '' }, outputPayload: 'Xml' },
    ...guarded(buckets, () => ['s3:GetBucketVersioning']),
    run(input) {
      const { versioning: Status } = bucketOf(buckets, input);
      return { Status, Xml: document('VersioningConfiguration', { Status }) };
    },
  };
  const PutBucketVersioning: Operation<PutBucketVersioningInput> = {
    http: { method: 'PUT', path: PATH, query: { versioning: '' }, payload: 'Body' },
    ...guarded(buckets, () => ['s3:PutBucketVersioning']),
    run(input) {
      const bucket = bucketOf(buckets, input);
      const status = input.VersioningConfiguration?.Status ?? textOf(text(input), 'Status');
      if (status !== 'Enabled' && status !== 'Suspended') throw malformedXml();
      const mfaDelete = input.VersioningConfiguration?.MFADelete ?? textOf(text(input), 'MfaDelete') ?? 'Disabled';
      if (mfaDelete !== 'Disabled') throw notServed('MFADelete');
      if (status === 'Suspended' && bucket.objectLock) {
        throw new AwsError(
          'InvalidBucketState',
          'An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.',
          { status: 409 },
        );
      }
      buckets.put({ ...bucket, versioning: status });
      return {};
    },
  };
  return { GetBucketVersioning, PutBucketVersioning };
}

function policy(buckets: Buckets) {
  const GetBucketPolicy: Operation<NamesBucket> = {
    http: { method: 'GET', path: PATH, query: { policy: '' }, outputPayload: 'Policy' },
    ...guarded(buckets, () => ['s3:GetBucketPolicy']),
    run(input) {
      const bucket = bucketOf(buckets, input);
      if (bucket.policy === undefined) {
        throw new AwsError('NoSuchBucketPolicy', 'The bucket policy does not exist', { status: 404 });
      }
      return { Policy: JSON.stringify(bucket.policy) };
    },
  };
  const PutBucketPolicy: Operation<PutBucketPolicyInput> = {
    http: { method: 'PUT', path: PATH, query: { policy: '' }, payload: 'Body', status: 204 },
    ...guarded(buckets, () => ['s3:PutBucketPolicy']),
    run(input) {
      const bucket = bucketOf(buckets, input);
      buckets.put({ ...bucket, policy: parsePolicy(input.Policy ?? text(input)) });
      return {};
    },
  };
  return { GetBucketPolicy, PutBucketPolicy };
}

function objectLock(buckets: Buckets) {
  const GetObjectLockConfiguration: Operation<NamesBucket> = {
    http: { method: 'GET', path: PATH, query: { 'object-lock': '' }, outputPayload: 'Xml' },
    ...guarded(buckets, () => ['s3:GetBucketObjectLockConfiguration']),
    run(input) {
      const bucket = bucketOf(buckets, input);
      if (!bucket.objectLock) {
        throw new AwsError(
          'ObjectLockConfigurationNotFoundError',
          'Object Lock configuration does not exist for this bucket',
          { status: 404 },
        );
      }
      const ObjectLockConfiguration = shown(bucket);
      return { ObjectLockConfiguration, Xml: document('ObjectLockConfiguration', ObjectLockConfiguration) };
    },
  };
  const PutObjectLockConfiguration: Operation<PutObjectLockConfigurationInput> = {
    http: { method: 'PUT', path: PATH, query: { 'object-lock': '' }, payload: 'Body' },
    ...guarded(buckets, () => ['s3:PutBucketObjectLockConfiguration']),
    run(input) {
      const bucket = bucketOf(buckets, input);
      if (bucket.versioning !== 'Enabled') {
        throw new AwsError(
          'InvalidBucketState',
          "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
          {
            status: 409,
          },
        );
      }
      const { defaultRetention: _earlier, ...rest } = bucket;
      const defaultRetention = retentionOf(input);
      buckets.put({ ...rest, objectLock: true, ...(defaultRetention ? { defaultRetention } : {}) });
      return {};
    },
  };
  return { GetObjectLockConfiguration, PutObjectLockConfiguration };
}

function shown({ defaultRetention }: Bucket) {
  const rule = defaultRetention && {
    Rule: { DefaultRetention: { Mode: defaultRetention.mode, Days: defaultRetention.days } },
  };
  return { ObjectLockEnabled: 'Enabled', ...rule };
}

function retentionOf(input: PutObjectLockConfigurationInput): Bucket['defaultRetention'] {
  const xml = text(input);
  const { Mode, Days, Years }: Retention = input.ObjectLockConfiguration?.Rule?.DefaultRetention ?? {
    Mode: textOf(xml, 'Mode'),
    Days: textOf(xml, 'Days'),
    Years: textOf(xml, 'Years'),
  };
  if (Mode === undefined) return undefined;
  const days = Days === undefined ? Number(Years) * DAYS_A_YEAR : Number(Days);
  if (!/^(GOVERNANCE|COMPLIANCE)$/.test(Mode) || !(days > 0)) throw malformedXml();
  return { mode: Mode as LockMode, days };
}

function parsePolicy(policy: string): unknown {
  try {
    const parsed: unknown = JSON.parse(policy);
    if (typeof parsed === 'object' && parsed !== null) return parsed;
  } catch {
    // Refused below, as AWS words it.
  }
  throw new AwsError('MalformedPolicy', "Policies must be valid JSON and the first byte must be '{'");
}

function text({ Body }: Document): string {
  return Body?.toString('utf8') ?? '';
}
