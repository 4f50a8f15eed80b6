/** The HTTP binding that operations on objects share: path and response headers. */

import type { HttpBinding } from '../../core/aws.ts';
import type { NamesBucket } from './guard.ts';

export interface NamesObject extends NamesBucket {
  Key?: string;
  VersionId?: string;
}

export const OBJECT = '/{Bucket}/{Key+}';

export const DESCRIPTION: NonNullable<HttpBinding['outputHeaders']> = {
  ETag: 'etag',
  LastModified: 'last-modified',
  ContentType: 'content-type',
  ContentLength: 'content-length',
  ContentRange: 'content-range',
  AcceptRanges: 'accept-ranges',
  Metadata: 'x-amz-meta-*',
  VersionId: 'x-amz-version-id',
  ServerSideEncryption: 'x-amz-server-side-encryption',
  ObjectLockMode: 'x-amz-object-lock-mode',
  ObjectLockRetainUntilDate: 'x-amz-object-lock-retain-until-date',
  ObjectLockLegalHoldStatus: 'x-amz-object-lock-legal-hold',
};

/** An object of a bucket without versions shows none. */
export function shownId(versionId: string): string | undefined {
  return versionId === 'null' ? undefined : versionId;
}
