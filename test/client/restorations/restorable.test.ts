import { describe, expect, it } from 'vitest';
import { restorablesIn, restoreText } from '../../../client/restorations/restorable.ts';
import { newMetadata } from '../../../events/index.ts';
import { assess } from '../../../offboardings/assess.ts';
import { singleEvidenceOf } from '../../../offboardings/evidence/contents.ts';
import { chain } from '../../offboardings/chain.ts';
import { connection, NOW } from '../../offboardings/found.ts';

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
    expect(restorablesIn({ ...chain(evidence), signature: '' })).toMatchObject([
      { number: 1, label: 'music/pkg-1' },
      {
        number: 2,
        target: licence,
        label: 'music/pkg-fedcba9876543210',
        before: [{ PackageID: 'pkg-fedcba9876543210' }],
      },
    ]);
  });

  it('says who else must act, of a plan’s item and of a single request', () => {
    const restorableWith = 'account 777788889999, which must accept the invitation to the share';
    const target = {
      resourceShareArn: 'arn:aws:ram:us-east-1:111122223333:resource-share/7ab63972-b505-4e2a-8f1d-4c0f5a2b9c31',
      principal: '777788889999',
    };
    const metadata = newMetadata({ timestamp: NOW.toISOString() });
    const result = {
      number: 1,
      outcome: 'DISASSOCIATED',
      execution: 'arn',
      serviceStatus: 'DISASSOCIATED',
      before: { associatedEntity: '777788889999', external: true },
      after: null,
      polls: 0,
      calls: [],
      callCount: 0,
      endedAt: NOW.toISOString(),
    } as const;
    const evidence = singleEvidenceOf({
      keyId: 'a-key',
      request: { metadata, data: { association: 'ram-resource-share', target } },
      origin: { eventId: 'e', account: '111122223333', time: NOW.toISOString() },
      execution: 'arn',
      result,
    });
    const [single] = restorablesIn({ ...chain(evidence), signature: '' });
    expect(single).toMatchObject({ restorableWith });
    expect(single && restoreText(single)).toBe(`associate it again; needs ${restorableWith}`);
    const found = connection('unused', { kind: 'ram-resource-share', target, snapshot: result.before });
    const noDependents = () => [];
    expect(assess(found, noDependents)).toMatchObject({ restorableWith });
    expect(assess({ ...found, restorable: false }, noDependents)).not.toHaveProperty('restorableWith');
  });
});
