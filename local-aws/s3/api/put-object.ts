/** PutObject: a new version where the bucket has versioning. */

import type { Operation } from '../../core/aws.ts';
import type { Buckets } from '../state/buckets.ts';
import { CHECKSUMS_GIVEN, type ChecksumInput, shownChecksum, verifiedChecksum } from './checksums.ts';
import { refuseWriting, type TagConditions } from './conditions.ts';
import { bucketOf } from './guard.ts';
import { DESCRIPTION, OBJECT, shownId } from './object-binding.ts';
import { SETTINGS_HEADERS, type SettingsInput, settingsOf, WRITE_CONDITIONS, writing } from './object-settings.ts';

interface PutObjectInput extends SettingsInput, TagConditions, ChecksumInput {
  Body?: Buffer | Uint8Array | string;
}

export function putObject(buckets: Buckets) {
  const PutObject: Operation<PutObjectInput> = {
    http: {
      method: 'PUT',
      path: OBJECT,
      headers: { ...SETTINGS_HEADERS, ...CHECKSUMS_GIVEN, ...WRITE_CONDITIONS },
      payload: 'Body',
      outputHeaders: DESCRIPTION,
    },
    ...writing(buckets, true),
    run(input) {
      const bucket = bucketOf(buckets, input);
      const { Key: key = '' } = input;
      const settings = settingsOf(bucket, input);
      const body = Buffer.from(input.Body ?? '');
      const checksum = verifiedChecksum(input, body);
      refuseWriting(buckets.version(bucket.name, key), input, key);
      const { etag, versionId } = buckets.write(bucket, key, { ...settings, body, checksum });
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
