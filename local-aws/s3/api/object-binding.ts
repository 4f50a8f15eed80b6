/** The HTTP binding that operations on objects share: path and response headers. */

import type { HttpBinding } from '../../core/aws.ts';
import { CHECKSUM_HEADERS } from './checksums.ts';
import type { NamesBucket } from './guard.ts';

export interface NamesObject extends NamesBucket {
  Key?: string;
  VersionId?: string;
}

export const OBJECT = '/{Bucket}/{Key+}';

/** Header -> member: what a writer gives and readers get as it is. */
export const CONTENT_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'CacheControl',
  'content-disposition': 'ContentDisposition',
  'content-encoding': 'ContentEncoding',
  'content-language': 'ContentLanguage',
  expires: 'Expires',
};

export const DESCRIPTION: NonNullable<HttpBinding['outputHeaders']> = {
  ETag: 'etag',
  LastModified: 'last-modified',
  ContentType: 'content-type',
  ContentLength: 'content-length',
  ContentRange: 'content-range',
  PartsCount: 'x-amz-mp-parts-count',
  AcceptRanges: 'accept-ranges',
  Metadata: 'x-amz-meta-*',
  VersionId: 'x-amz-version-id',
  ServerSideEncryption: 'x-amz-server-side-encryption',
  ObjectLockMode: 'x-amz-object-lock-mode',
  ObjectLockRetainUntilDate: 'x-amz-object-lock-retain-until-date',
  ObjectLockLegalHoldStatus: 'x-amz-object-lock-legal-hold',
  StorageClass: 'x-amz-storage-class',
  ChecksumType: 'x-amz-checksum-type',
  DeleteMarker: 'x-amz-delete-marker',
  ...CHECKSUM_HEADERS,
  ...Object.fromEntries(Object.entries(CONTENT_HEADERS).map(([header, member]) => [member, header])),
};

/** Of an answer that describes no object. */
export const ENCRYPTION_HEADER = { ServerSideEncryption: 'x-amz-server-side-encryption' };

/** Buckets here are of nobody who asks the requester to pay, so that this has no effect, as on AWS. */
export const REQUEST_PAYER = { 'x-amz-request-payer': 'RequestPayer' };

/** An object of a bucket without versions shows none. */
export function shownId(versionId: string): string | undefined {
  return versionId === 'null' ? undefined : versionId;
}
