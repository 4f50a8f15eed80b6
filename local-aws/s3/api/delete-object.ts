/** DeleteObject: the newest version, or a given one. */

import type { Operation } from '../../core/aws.ts';
import type { Bucket, Buckets } from '../state/buckets.ts';
import { refuseDeleting, type TagConditions } from './conditions.ts';
import { objectLocked } from './errors.ts';
import { bucketOf, guarded } from './guard.ts';
import { type NamesObject, OBJECT, REQUEST_PAYER, shownId } from './object-binding.ts';

interface DeleteObjectInput extends NamesObject, Pick<TagConditions, 'IfMatch'> {
  BypassGovernanceRetention?: string | boolean;
}

export function deleteObject(buckets: Buckets) {
  const DeleteObject: Operation<DeleteObjectInput> = {
    http: {
      method: 'DELETE',
      path: OBJECT,
      query: { versionId: 'VersionId' },
      headers: {
        'x-amz-bypass-governance-retention': 'BypassGovernanceRetention',
        'if-match': 'IfMatch',
        ...REQUEST_PAYER,
      },
      status: 204,
      outputHeaders: { VersionId: 'x-amz-version-id', DeleteMarker: 'x-amz-delete-marker' },
    },
    ...guarded(buckets, (input) => [
      input.VersionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion',
      ...(bypasses(input) ? ['s3:BypassGovernanceRetention'] : []),
    ]),
    run(input) {
      const bucket = bucketOf(buckets, input);
      refuseDeleting(buckets.version(bucket.name, input.Key ?? '', input.VersionId), input);
      return input.VersionId === undefined
        ? deleteNewest(buckets, bucket, input.Key ?? '')
        : deleteVersion(buckets, bucket, input);
    },
  };
  return { DeleteObject };
}

function bypasses({ BypassGovernanceRetention }: DeleteObjectInput): boolean {
  return String(BypassGovernanceRetention) === 'true';
}

function deleteNewest(buckets: Buckets, bucket: Bucket, key: string) {
  if (bucket.versioning === undefined) {
    const version = buckets.version(bucket.name, key);
    if (version) buckets.remove(version);
    return {};
  }
  const { versionId } = buckets.markDeleted(bucket, key);
  return { DeleteMarker: true, VersionId: shownId(versionId) };
}

/** Nobody deletes a version under COMPLIANCE; under GOVERNANCE only a caller that may bypass it and asks to. */
function deleteVersion(buckets: Buckets, bucket: Bucket, input: DeleteObjectInput) {
  const version = buckets.version(bucket.name, input.Key ?? '', input.VersionId);
  if (!version) return { VersionId: input.VersionId };
  const mayBypass = version.retention?.mode === 'GOVERNANCE' && bypasses(input) && !version.legalHold;
  if (buckets.isRetained(version) && !mayBypass) throw objectLocked();
  buckets.remove(version);
  return { VersionId: version.versionId, ...(version.deleteMarker ? { DeleteMarker: true } : {}) };
}
