/** PutObject: a new version where the bucket has versioning. */

import { AwsError, type Operation } from '../../core/aws.ts';
import type { Bucket, Buckets, LockMode, Version } from '../state/buckets.ts';
import { ACL_HEADERS, type AclInput, refuseAcl } from './acl.ts';
import { CHECKSUMS_GIVEN, type ChecksumInput, shownChecksum, verifiedChecksum } from './checksums.ts';
import { refuseWriting, type TagConditions } from './conditions.ts';
import { contentHeaders, refuseEncryption, storageClassOf } from './content.ts';
import { invalidRequest, notServed } from './errors.ts';
import { bucketOf, guarded } from './guard.ts';
import { CONTENT_HEADERS, DESCRIPTION, type NamesObject, OBJECT, REQUEST_PAYER, shownId } from './object-binding.ts';

interface PutObjectInput extends NamesObject, TagConditions, ChecksumInput, AclInput {
  Body?: Buffer | Uint8Array | string;
  ContentType?: string;
  ServerSideEncryption?: string;
  StorageClass?: string;
  ObjectLockMode?: LockMode;
  ObjectLockRetainUntilDate?: string;
  ObjectLockLegalHoldStatus?: 'ON' | 'OFF';
  Metadata?: Record<string, string>;
  CopySource?: string;
}

export function putObject(buckets: Buckets) {
  const PutObject: Operation<PutObjectInput> = {
    http: {
      method: 'PUT',
      path: OBJECT,
      headers: {
        'content-type': 'ContentType',
        ...CONTENT_HEADERS,
        ...CHECKSUMS_GIVEN,
        ...ACL_HEADERS,
        ...REQUEST_PAYER,
        'x-amz-server-side-encryption': 'ServerSideEncryption',
        'x-amz-storage-class': 'StorageClass',
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
    ...guarded(
      buckets,
      ({ ObjectLockMode }) => (ObjectLockMode ? ['s3:PutObject', 's3:PutObjectRetention'] : ['s3:PutObject']),
      ({ IfNoneMatch, IfMatch, ObjectLockMode }) => ({
        's3:if-none-match': IfNoneMatch,
        's3:if-match': IfMatch,
        's3:object-lock-mode': ObjectLockMode,
        's3:ObjectCreationOperation': 'true',
      }),
    ),
    run(input) {
      const bucket = bucketOf(buckets, input);
      const { Key: key = '', Metadata = {} } = input;
      if (input.CopySource !== undefined) throw notServed('CopyObject');
      refuseAcl(input);
      refuseEncryption(input);
      refuseMetadata(Metadata);
      if (!HEADER_VALUE.test(input.ContentType ?? ''))
        throw invalidRequest('The content type cannot be sent as a header');
      const body = Buffer.from(input.Body ?? '');
      const checksum = verifiedChecksum(input, body);
      refuseWriting(buckets.version(bucket.name, key), input, key);
      const retention = retentionOf(bucket, input);
      const { etag, versionId } = buckets.write(bucket, key, {
        body,
        contentType: input.ContentType,
        metadata: Metadata,
        retention,
        legalHold: input.ObjectLockLegalHoldStatus === 'ON',
        checksum,
        storageClass: storageClassOf(input),
        headers: contentHeaders(input),
      });
      return {
        ETag: etag,
        VersionId: shownId(versionId),
        ServerSideEncryption: 'AES256',
        ...shownChecksum(checksum),
      };
    },
  };
  return { PutObject };
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

function retentionOf(bucket: Bucket, input: PutObjectInput): Version['retention'] {
  const { ObjectLockMode: mode, ObjectLockRetainUntilDate: until } = input;
  const { ObjectLockLegalHoldStatus: hold } = input;
  if (mode === undefined && until === undefined && hold === undefined) return undefined;
  if (hold !== undefined && hold !== 'ON' && hold !== 'OFF')
    throw new AwsError('InvalidArgument', "Legal Hold must be either of 'ON' or 'OFF'");
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
  return { mode, until: time };
}
