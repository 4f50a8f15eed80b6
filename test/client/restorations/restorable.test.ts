import { describe, expect, it } from 'vitest';
import { restorablesIn } from '../../../client/restorations/restorable.ts';
import { newMetadata } from '../../../events/index.ts';
import { singleEvidenceOf } from '../../../offboardings/evidence/contents.ts';
import { NOW } from '../../offboardings/found.ts';

describe('what can be restored', () => {
  it('is also what the service removed together with it', () => {
    const licence = { domainName: 'music', packageIds: ['pkg-fedcba9876543210'] };
    const metadata = newMetadata({ timestamp: NOW.toISOString() });
    const evidence = singleEvidenceOf({
      keyId: 'a-key',
      request: {
        metadata,
        data: { association: 'opensearch-packages', target: { ...licence, packageIds: ['pkg-1'] } },
      },
      origin: { eventId: 'e', account: '111122223333', time: NOW.toISOString() },
      execution: 'arn',
      result: {
        number: 1,
        outcome: 'DISASSOCIATED',
        alsoRemoved: [{ target: licence, before: [{ PackageID: 'pkg-fedcba9876543210' }] }],
        execution: 'arn',
        serviceStatus: 'ABSENT',
        before: [{ PackageID: 'pkg-1' }],
        after: null,
        polls: 0,
        calls: [],
        callCount: 0,
        endedAt: NOW.toISOString(),
      },
    });
    expect(restorablesIn({ ...evidence, signature: '' })).toMatchObject([
      { number: 1, label: 'music/pkg-1' },
      {
        number: 2,
        target: licence,
        label: 'music/pkg-fedcba9876543210',
        before: [{ PackageID: 'pkg-fedcba9876543210' }],
      },
    ]);
  });
});
