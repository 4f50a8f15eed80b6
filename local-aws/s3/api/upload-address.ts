/** The upload that an input names, and how uploads are shown. */

import { AwsError } from '../../core/aws.ts';
import { hex } from '../../core/random.ts';
import type { Buckets } from '../state/buckets.ts';
import type { Upload, Uploads } from '../state/uploads.ts';
import { bucketOf } from './guard.ts';
import type { NamesObject } from './object-binding.ts';

export interface NamesUpload extends NamesObject {
  UploadId?: string;
}

/** @throws AwsError NoSuchBucket, NoSuchUpload */
export function uploadOf(buckets: Buckets, uploads: Uploads, input: NamesUpload): Upload {
  const { name } = bucketOf(buckets, input);
  const { Key = '', UploadId = '' } = input;
  const upload = uploads.get(name, Key, UploadId);
  if (upload) return upload;
  throw new AwsError(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { status: 404, fields: { UploadId } },
  );
}

export function shownUpload({ initiator, settings, checksum }: Upload, owner: { ID: string }) {
  return {
    Initiator: { ID: initiator.includes(':assumed-role/') ? initiator : hex(64, 'canonical user', initiator) },
    Owner: owner,
    StorageClass: settings.storageClass ?? 'STANDARD',
    ChecksumAlgorithm: checksum?.algorithm,
    ChecksumType: checksum?.type,
  };
}
