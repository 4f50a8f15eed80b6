/** What a writer says of an object besides its content: PutObject, CopyObject and CreateMultipartUpload take the same. */

import { AwsError } from '../../core/aws.ts';
import type { Bucket, Buckets, LockMode, NewVersion, Version } from '../state/buckets.ts';
import { ACL_HEADERS, type AclInput, refuseAcl } from './acl.ts';
import type { TagConditions } from './conditions.ts';
import { contentHeaders, refuseEncryption, storageClassOf } from './content.ts';
import { invalidRequest } from './errors.ts';
import { guarded } from './guard.ts';
import { CONTENT_HEADERS, type NamesObject, REQUEST_PAYER } from './object-binding.ts';

export interface SettingsInput extends NamesObject, AclInput {
  ContentType?: string;
  ServerSideEncryption?: string;
  StorageClass?: string;
  ObjectLockMode?: LockMode;
  ObjectLockRetainUntilDate?: string;
  ObjectLockLegalHoldStatus?: 'ON' | 'OFF';
  Metadata?: Record<string, string>;
}

export type Settings = Omit<NewVersion, 'body' | 'checksum' | 'etag' | 'parts'>;

/** Header -> member. */
export const SETTINGS_HEADERS = {
  'content-type': 'ContentType',
  ...CONTENT_HEADERS,
  ...ACL_HEADERS,
  ...REQUEST_PAYER,
  'x-amz-server-side-encryption': 'ServerSideEncryption',
  'x-amz-storage-class': 'StorageClass',
  'x-amz-object-lock-mode': 'ObjectLockMode',
  'x-amz-object-lock-retain-until-date': 'ObjectLockRetainUntilDate',
  'x-amz-object-lock-legal-hold': 'ObjectLockLegalHoldStatus',
  'x-amz-meta-*': 'Metadata',
};

export const WRITE_CONDITIONS = { 'if-none-match': 'IfNoneMatch', 'if-match': 'IfMatch' };

/** The permissions of a write. @param creates whether an object is made by it, as none is by a part of one. */
export function writing<Input extends SettingsInput & TagConditions>(buckets: Buckets, creates: boolean) {
  return guarded<Input>(
    buckets,
    ({ ObjectLockMode }) => (ObjectLockMode ? ['s3:PutObject', 's3:PutObjectRetention'] : ['s3:PutObject']),
    ({ IfNoneMatch, IfMatch, ObjectLockMode }) => ({
      's3:if-none-match': IfNoneMatch,
      's3:if-match': IfMatch,
      's3:object-lock-mode': ObjectLockMode,
      's3:ObjectCreationOperation': String(creates),
    }),
  );
}

/** @throws AwsError for what S3 does not take, or is not served here. */
export function settingsOf(bucket: Bucket, input: SettingsInput): Settings {
  const { ContentType, Metadata = {} } = input;
  refuseAcl(input);
  refuseEncryption(input);
  refuseMetadata(Metadata);
  if (!HEADER_VALUE.test(ContentType ?? '')) throw invalidRequest('The content type cannot be sent as a header');
  return {
    contentType: ContentType,
    metadata: Metadata,
    retention: retentionOf(bucket, input),
    legalHold: input.ObjectLockLegalHoldStatus === 'ON',
    storageClass: storageClassOf(input),
    headers: contentHeaders(input),
  };
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

function retentionOf(bucket: Bucket, input: SettingsInput): Version['retention'] {
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
