/** CopyObject: a new object with the content of another, and with its settings or with new ones. */

import type { Operation } from '../../core/aws.ts';
import type { Bucket, Buckets, Version } from '../state/buckets.ts';
import { ALGORITHM_HEADER, checksumOf, shownChecksum } from './checksums.ts';
import { refuseWriting, type TagConditions } from './conditions.ts';
import { COPY_SOURCE, COPY_SOURCE_HEADERS, type CopySourceInput, copying, sourceOf } from './copy-source.ts';
import { invalidRequest } from './errors.ts';
import { bucketOf } from './guard.ts';
import { ENCRYPTION_HEADER, OBJECT, shownId } from './object-binding.ts';
import {
  SETTINGS_HEADERS,
  type Settings,
  type SettingsInput,
  settingsOf,
  WRITE_CONDITIONS,
  writing,
} from './object-settings.ts';
import { document } from './xml.ts';

interface CopyObjectInput extends SettingsInput, CopySourceInput, TagConditions {
  ChecksumAlgorithm?: string;
  MetadataDirective?: string;
  TaggingDirective?: string;
}

export function copyObject(buckets: Buckets) {
  const CopyObject: Operation<CopyObjectInput> = {
    http: {
      method: 'PUT',
      path: OBJECT,
      requires: [COPY_SOURCE],
      headers: {
        ...SETTINGS_HEADERS,
        ...COPY_SOURCE_HEADERS,
        ...WRITE_CONDITIONS,
        ...ALGORITHM_HEADER,
        'x-amz-metadata-directive': 'MetadataDirective',
        // Objects have no tags here, so that both directives come to the same.
        'x-amz-tagging-directive': 'TaggingDirective',
      },
      outputHeaders: {
        VersionId: 'x-amz-version-id',
        CopySourceVersionId: 'x-amz-copy-source-version-id',
        ...ENCRYPTION_HEADER,
      },
      outputPayload: 'Xml',
    },
    ...copying(buckets, writing<CopyObjectInput>(buckets, true)),
    run(input) {
      const bucket = bucketOf(buckets, input);
      const { Key: key = '' } = input;
      const source = sourceOf(buckets, input);
      refuseSame(bucket, source, input);
      refuseWriting(buckets.version(bucket.name, key), input, key);
      const body = buckets.body(source);
      const checksum = checksumOf(input, source.checksum?.algorithm, body);
      const settings = copiedSettings(settingsOf(bucket, input), source, input);
      const copy = buckets.write(bucket, key, { ...settings, body, checksum });
      const result = { ETag: copy.etag, LastModified: new Date(copy.modified), ...shownChecksum(checksum) };
      return {
        CopyObjectResult: result,
        VersionId: shownId(copy.versionId),
        CopySourceVersionId: shownId(source.versionId),
        ServerSideEncryption: 'AES256',
        Xml: document('CopyObjectResult', result),
      };
    },
  };
  return { CopyObject };
}

/** What describes the content comes along unless it is replaced; a storage class and a lock never do. */
function copiedSettings(given: Settings, source: Version, { MetadataDirective }: CopyObjectInput): Settings {
  if (MetadataDirective === 'REPLACE') return given;
  const { contentType, metadata, headers } = source;
  return { ...given, contentType, metadata, ...(headers && { headers }) };
}

function refuseSame(bucket: Bucket, source: Version, input: CopyObjectInput): void {
  const isNewest = !input.CopySource?.includes('?versionId=');
  const isSame = source.bucket === bucket.name && source.key === input.Key && isNewest;
  const changes = input.MetadataDirective === 'REPLACE' || input.StorageClass || input.ServerSideEncryption;
  if (isSame && !changes)
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
}
