import './silence-logs.ts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { RolledUp, RollUpInput } from '../../functions/roll-up.ts';
import { batchesOf } from '../../offboardings/apply.ts';
import type { Evidence } from '../../offboardings/evidence/document.ts';
import { verifyEvidence } from '../../offboardings/evidence/verify.ts';
import type { ItemResult } from '../../offboardings/item-result.ts';
import { keptPrefix, workKey } from '../../offboardings/keys.ts';
import { makePlan } from '../../offboardings/make-plan.ts';
import { connection, MADE, NOW, request as offboarding, page } from '../offboardings/found.ts';
import { KEY_ID, PEM } from '../offboardings/signer.ts';
import { BUCKET, bucket, xml } from './bucket.ts';
import { request } from './provider.ts';
import { answerOfKms, isForKms } from './signing.ts';
import { type Answer, invoke, wire } from './wire.ts';

Object.assign(process.env, {
  BUCKET_NAME: BUCKET,
  BUCKET_OWNER: '111122223333',
  EVIDENCE_RETENTION_DAYS: '365',
  SIGNING_KEY_ID: KEY_ID,
});
let s3 = bucket();
let refusal: Answer | undefined;
const aws = await wire((asked) => {
  if (isForKms(asked)) return answerOfKms(asked);
  return (asked.method === 'PUT' && refusal) || s3.answer(asked);
});
const { handler } = await import('../../functions/roll-up.ts');

afterAll(() => aws[Symbol.asyncDispose]());

const ID = offboarding().metadata.id;
const KEPT = `${keptPrefix(ID)}run1`;

beforeEach(() => {
  s3 = bucket();
  refusal = undefined;
});

/** A plan of so many, and how the first of them ended. */
function carriedOut(planned: number, ...outcomes: ItemResult['outcome'][]): void {
  const names = Array.from({ length: planned }, (_, index) => connection(`r${String(index).padStart(2, '0')}`));
  const plan = makePlan(offboarding(), [page(names)], MADE);
  const [executions = []] = batchesOf(plan, { now: NOW, run: 'run1', account: '111122223333', region: 'us-east-1' });
  s3.objects.set(`${KEPT}/plan.json`, { ...plan, breaches: [] });
  outcomes.forEach((outcome, index) => {
    const bad = outcome === 'FAILED' ? { error: 'Reverted', message: 'x'.repeat(900) } : {};
    s3.objects.set(workKey(ID, 'run1', `results/00000${index + 1}.json`), {
      number: index + 1,
      outcome,
      ...bad,
      execution: `arn:aws:states:us-east-1:111122223333:execution:one:${executions[0]?.itemExecutions[index]?.name}`,
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

const ENVELOPE = { ...request(), 'detail-type': 'OffboardingRequested', detail: offboarding() };

const rollUp = ({ approved = null, inaccessible = [], ...more }: Partial<RollUpInput> = {}) =>
  invoke<RollUpInput, RolledUp>(handler, {
    request: ENVELOPE,
    run: 'run1',
    execution: 'arn:execution',
    approved,
    requester: { name: 'dana', proof: 'claimed' },
    inaccessible,
    notAllowedCount: inaccessible.filter(({ allowed }) => allowed === undefined).length,
    rejected: null,
    at: '2026-11-20T16:10:00Z',
    ...more,
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
    const key = `${KEPT}/evidence.json`;
    expect(evidence).toEqual({ stored: true, bucket: BUCKET, key, versionId: 'v1', head: kept.head, keyId: KEY_ID });
    expect(verifyEvidence(s3.texts.get(key) ?? '', { key: PEM, head: kept.head })).toEqual([]);
    expect(kept.records.find(({ type }) => type === 'approval')?.content).toEqual(approved);
    expect(s3.puts.at(-1)?.headers).toMatchObject({
      'x-amz-object-lock-mode': 'GOVERNANCE',
      'if-none-match': '*',
      'x-amz-expected-bucket-owner': '111122223333',
    });
  });

  it('stores the same evidence once, however often it runs', async () => {
    carriedOut(1, 'DISASSOCIATED');
    const first = await rollUp();
    expect(await rollUp()).toEqual(first);
    expect(s3.puts.filter(({ key }) => key.endsWith('evidence.json'))).toHaveLength(1);
  });

  it('says so where another object is there already, or the bucket takes none', async () => {
    carriedOut(1, 'DISASSOCIATED');
    s3.texts.set(`${KEPT}/evidence.json`, '{}');
    s3.objects.set(`${KEPT}/evidence.json`, {});
    expect((await rollUp()).evidence).toEqual({
      stored: false,
      error: expect.stringContaining('The bucket holds another object'),
    });
    refusal = xml('<Error><Code>AccessDenied</Code><Message>no</Message></Error>', 403);
    expect((await rollUp()).evidence).toEqual({ stored: false, error: expect.stringContaining('AccessDenied') });
    await expect(rollUp({ evidenceOnly: true })).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('counts no result of another plan, whose item has the number of one of its own', async () => {
    carriedOut(2, 'DISASSOCIATED');
    const [key = '', own] = [...s3.objects].find(([name]) => name.includes('/results/')) ?? [];
    for (const number of [1, 2, 3]) {
      const other = { ...(own as ItemResult), number, execution: `arn:execution:one:other_${number}` };
      s3.objects.set(key.replace('000001', `00000${number}_other`), other);
    }
    const { rollUp: counts, remaining } = await rollUp();
    expect(counts).toMatchObject({ planned: 2, DISASSOCIATED: 1 });
    expect(remaining.map(({ error }) => error)).toEqual(['NotStarted']);
  });

  it('stores evidence of a plan that was denied', async () => {
    carriedOut(2);
    const rejected = [{ reason: 'denied' as const, by: 'arn:aws:iam::111122223333:user/eve' }];
    await rollUp({ rejected });
    const kept = s3.objects.get(`${KEPT}/evidence.json`) as Evidence;
    expect(kept.records.at(-1)?.content).toMatchObject({ rejected });
    expect(verifyEvidence(s3.texts.get(`${KEPT}/evidence.json`) ?? '', { key: PEM })).toEqual([]);
  });

  it('stores evidence of a plan with everything that a plan may hold', async () => {
    carriedOut(1, 'DISASSOCIATED');
    const key = `${KEPT}/plan.json`;
    const { kind, target, where, account, label } = connection('shared');
    const inherited = [{ kind, target, where, account, label, through: 'group Engineers' }];
    const freeze = { from: '2026-12-20T17:00:00.000Z', until: '2027-01-03T17:00:00.000Z' };
    const terms = { coolingOffSeconds: 3600, freeze };
    s3.objects.set(key, { ...(s3.objects.get(key) as object), inherited, ...terms, subjectFound: true });
    await rollUp();
    expect(verifyEvidence(s3.texts.get(`${KEPT}/evidence.json`) ?? '', { key: PEM })).toEqual([]);
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
    s3 = bucket();
    carriedOut(1, 'DISASSOCIATED');
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
