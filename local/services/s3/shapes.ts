/** What the members of requests are made of. A member is of one shape wherever it occurs, so one table does for all. */

import type { Shape } from '../common/typed.ts';

export const MEMBERS: Readonly<Record<string, Shape>> = {
  Body: 'blob',
  Bucket: 'text',
  BypassGovernanceRetention: 'scalar',
  ContentEncoding: 'text',
  ContentMD5: 'text',
  ContentType: 'text',
  ContinuationToken: 'text',
  CopySource: 'text',
  Delimiter: 'text',
  EncodingType: 'text',
  IfMatch: 'text',
  IfNoneMatch: 'text',
  Key: 'text',
  KeyMarker: 'text',
  MaxKeys: 'number',
  Metadata: { '*': 'text' },
  ObjectLockConfiguration: {
    ObjectLockEnabled: 'text',
    Rule: { DefaultRetention: { Mode: 'text', Days: 'scalar', Years: 'scalar' } },
  },
  ObjectLockEnabledForBucket: 'scalar',
  ObjectLockLegalHoldStatus: 'text',
  ObjectLockMode: 'text',
  ObjectLockRetainUntilDate: 'text',
  Policy: 'text',
  Prefix: 'text',
  Range: 'text',
  StartAfter: 'text',
  VersionId: 'text',
  VersionIdMarker: 'text',
  VersioningConfiguration: { Status: 'text' },
};
