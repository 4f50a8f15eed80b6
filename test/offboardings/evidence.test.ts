import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EvidenceInput, evidenceOf, evidenceText, verifyEvidence } from '../../offboardings/evidence.ts';
import { makePlan } from '../../offboardings/plan.ts';
import { rollUp } from '../../offboardings/roll-up.ts';
import { connection, NOW, page, request } from './found.ts';

const plan = { ...makePlan(request(), [page([connection('web'), connection('api')])], NOW), breaches: [] };
const results = [1, 2].map((number) => ({
  number,
  outcome: 'DISASSOCIATED' as const,
  execution: 'arn',
  serviceStatus: 'ABSENT',
  before: { name: 'web' },
  after: null,
  polls: 1,
  calls: [],
  callCount: 2,
  endedAt: '2026-11-20T16:10:00Z',
}));
const input: EvidenceInput = {
  plan,
  origin: { eventId: 'e', account: '111122223333', time: '2026-11-20T16:00:00Z' },
  execution: 'arn',
  approved: null,
  requester: { name: 'dana', proof: 'claimed' },
  results,
  rollUp: rollUp(plan, results),
  endedAt: '2026-11-20T16:10:00Z',
};
const evidence = evidenceOf(input);
const text = evidenceText(evidence);

describe('evidence', () => {
  it('holds request, plan, approval, every item and the end, chained', () => {
    expect(evidence.records.map(({ type }) => type)).toEqual(['request', 'plan', 'approval', 'item', 'item', 'end']);
    expect(verifyEvidence(text, evidence.head)).toEqual([]);
  });

  it('says that the requester is only claimed', () => {
    const [first] = evidence.records;
    expect(first?.content).toMatchObject({ claimed: { requestedBy: 'dana' }, requester: { proof: 'claimed' } });
  });

  it('has the seconds from the request on', () => {
    expect(evidence.records.at(-1)?.content).toMatchObject({ secondsFromRequest: 600 });
  });

  it('does not hold with any one byte changed', () => {
    const bytes = Buffer.from(text);
    const place = fc.nat({ max: bytes.length - 1 });
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 127 }), (at, by) => {
        const changed = Buffer.from(bytes);
        changed[at] = ((changed[at] as number) + by) % 128;
        expect(verifyEvidence(changed.toString(), evidence.head)).not.toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('does not hold where its chain was computed again', () => {
    const forged = evidenceOf({
      ...input,
      approved: { approvals: [{ by: 'nobody', person: 'nobody', at: '2026-11-20T16:05:00Z', reason: 'agreed' }] },
    });
    expect(verifyEvidence(evidenceText(forged), forged.head)).toEqual([]);
    expect(verifyEvidence(evidenceText(forged), evidence.head)).toEqual([expect.stringMatching(/was published/)]);
  });

  it('is no evidence where it is no JSON of that shape', () => {
    expect(verifyEvidence('{}', evidence.head)).toHaveLength(1);
  });
});
