import './silence-logs.ts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { RolledUp, RollUpInput } from '../../functions/roll-up.ts';
import { type Evidence, evidenceText, verifyEvidence } from '../../offboardings/evidence.ts';
import type { ItemResult } from '../../offboardings/item-result.ts';
import { keptPrefix, workKey } from '../../offboardings/keys.ts';
import { makePlan } from '../../offboardings/plan.ts';
import { connection, NOW, request as offboarding, page } from '../offboardings/found.ts';
import { BUCKET, bucket } from './bucket.ts';
import { request } from './provider.ts';
import { invoke, wire } from './wire.ts';

Object.assign(process.env, { BUCKET_NAME: BUCKET, EVIDENCE_RETENTION_DAYS: '365' });
let s3 = bucket();
const aws = await wire((asked) => s3.answer(asked));
const { handler } = await import('../../functions/roll-up.ts');

afterAll(() => aws[Symbol.asyncDispose]());

const ID = offboarding().metadata.id;
const KEPT = `${keptPrefix(ID)}run1`;

beforeEach(() => {
  s3 = bucket();
});

/** A plan of so many, and how the first of them ended. */
function carriedOut(planned: number, ...outcomes: ItemResult['outcome'][]): void {
  const names = Array.from({ length: planned }, (_, index) => connection(`r${String(index).padStart(2, '0')}`));
  s3.objects.set(`${KEPT}/plan.json`, { ...makePlan(offboarding(), [page(names)], NOW), breaches: [] });
  outcomes.forEach((outcome, index) => {
    const bad = outcome === 'FAILED' ? { error: 'Reverted', message: 'x'.repeat(900) } : {};
    s3.objects.set(workKey(ID, 'run1', `results/00000${index + 1}.json`), {
      number: index + 1,
      outcome,
      ...bad,
      execution: 'arn',
      serviceStatus: 'ABSENT',
      before: null,
      after: null,
      polls: 0,
      calls: [],
      callCount: 0,
      endedAt: '2026-11-20T16:10:00Z',
    });
  });
}

const rollUp = ({ approved = null, inaccessible = [] }: Partial<RollUpInput> = {}) =>
  invoke<RollUpInput, RolledUp>(handler, {
    request: { ...request(), 'detail-type': 'OffboardingRequested', detail: offboarding() },
    run: 'run1',
    execution: 'arn:execution',
    approved,
    requester: { name: 'dana', proof: 'claimed' },
    inaccessible,
    notAllowedCount: inaccessible.filter(({ allowed }) => allowed === undefined).length,
  });

describe('roll-up', () => {
  it('counts every outcome, and keeps the evidence with the head that it publishes', async () => {
    carriedOut(3, 'DISASSOCIATED', 'ALREADY_GONE', 'DISASSOCIATED');
    const by = 'arn:aws:iam::111122223333:user/eve';
    const approved = { approvals: [{ by, person: by, at: NOW.toISOString(), reason: 'agreed' }] };
    const { rollUp: counts, remainingCount, evidence } = await rollUp({ approved });
    expect(counts).toMatchObject({
      planned: 3,
      DISASSOCIATED: 2,
      ALREADY_GONE: 1,
      SKIPPED: 0,
      NOT_FOUND: 0,
      FAILED: 0,
    });
    expect(remainingCount).toBe(0);
    const kept = s3.objects.get(`${KEPT}/evidence.json`) as Evidence;
    expect(evidence).toMatchObject({ bucket: BUCKET, key: `${KEPT}/evidence.json`, head: kept.head });
    expect(verifyEvidence(evidenceText(kept), evidence.head)).toEqual([]);
    expect(kept.records.find(({ type }) => type === 'approval')?.content).toEqual(approved);
    expect(s3.puts[0]?.headers['x-amz-object-lock-mode']).toBe('GOVERNANCE');
  });

  it('lists what was skipped or not found among what remains', async () => {
    carriedOut(3, 'DISASSOCIATED', 'SKIPPED', 'NOT_FOUND');
    const { rollUp: counts, remaining } = await rollUp();
    expect(counts).toMatchObject({ DISASSOCIATED: 1, SKIPPED: 1, NOT_FOUND: 1 });
    expect(remaining.map(({ outcome }) => outcome)).toEqual(['SKIPPED', 'NOT_FOUND']);
  });

  it('is a failure where a place could not be read that the request does not allow', async () => {
    carriedOut(1, 'DISASSOCIATED');
    const place = {
      kind: 'codeartifact-external-connection',
      where: {},
      at: 'here',
      error: 'Denied',
      message: 'no',
    } as const;
    const allowed = { ...place, allowed: 'That account is closed' };
    expect(await rollUp({ inaccessible: [allowed] })).toMatchObject({ failure: null, rollUp: { inaccessible: 0 } });
    const { failure, rollUp: counts } = await rollUp({ inaccessible: [allowed, place] });
    expect(failure?.Error).toBe('INACCESSIBLE');
    expect(counts.inaccessible).toBe(1);
    const { records } = s3.objects.get(`${KEPT}/evidence.json`) as Evidence;
    expect(records.at(-1)?.content).toMatchObject({ inaccessible: [allowed, place] });
  });

  it('takes an item without a result for one that was not started', async () => {
    carriedOut(2, 'DISASSOCIATED');
    const { remaining, remainingCount } = await rollUp();
    expect(remainingCount).toBe(1);
    expect(remaining).toEqual([
      expect.objectContaining({ label: 'acme/r01/public:npmjs', outcome: 'FAILED', error: 'NotStarted' }),
    ]);
  });

  it('returns the first remaining items, with short messages, and their count', async () => {
    carriedOut(30, 'FAILED');
    const { remaining, remainingCount } = await rollUp();
    expect([remaining.length, remainingCount]).toEqual([20, 30]);
    expect(remaining[0]?.message).toHaveLength(500);
  });

  it('fails where the plan is not to be read, for the state machine to try again', async () => {
    await expect(rollUp()).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(s3.puts).toEqual([]);
  });
});
