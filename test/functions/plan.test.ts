import './silence-logs.ts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { DisassociationRequest } from '../../events/disassociation-requested.ts';
import type { PlanInput, Planned } from '../../functions/plan.ts';
import type { ItemExecution } from '../../offboardings/apply.ts';
import type { FoundAssociation } from '../../offboardings/common/found.ts';
import type { Plan } from '../../offboardings/common/plan.ts';
import { planKey, requestKey, workKey } from '../../offboardings/keys.ts';
import { connection, NOW, request as offboarding, page } from '../offboardings/found.ts';
import { BUCKET, bucket } from './bucket.ts';
import { request } from './provider.ts';
import { type Answer, type Asked, invoke, wire } from './wire.ts';

Object.assign(process.env, { BUCKET_NAME: BUCKET, EVIDENCE_RETENTION_DAYS: '365', REQUESTS_TABLE_NAME: 'requests' });
let s3 = bucket();
/** The items that were put into the table of requests. */
let kept: { pk: { S: string }; plannedHash: { S: string } }[] = [];
const aws = await wire((asked) => (asked.target.endsWith('BatchWriteItem') ? keep(asked) : s3.answer(asked)));
const { handler } = await import('../../functions/plan.ts');

afterAll(() => aws[Symbol.asyncDispose]());
beforeEach(() => {
  s3 = bucket();
  kept = [];
  process.env.PROTECTED_NAMES = '';
  process.env.FREEZE_WINDOWS = '';
});

function keep({ text }: Asked): Answer {
  const { RequestItems } = JSON.parse(text) as {
    RequestItems: { requests: { PutRequest: { Item: (typeof kept)[0] } }[] };
  };
  kept.push(...RequestItems.requests.map(({ PutRequest: { Item } }) => Item));
  return { body: { UnprocessedItems: {} } };
}

const ID = offboarding().metadata.id;
const RUN = 'run1';

/** What discovery left behind, a page each. */
function found(pass: PlanInput['pass'], ...pages: FoundAssociation[][]): void {
  pages.forEach((each, number) => {
    s3.objects.set(workKey(ID, RUN, `${pass}/000-${number}.json`), page(each));
  });
}

const plan = (given: Partial<PlanInput> = {}, options: Record<string, unknown> = {}) =>
  invoke<PlanInput, Planned>(handler, {
    request: { ...request(), 'detail-type': 'OffboardingRequested', detail: offboarding({ options }) },
    run: RUN,
    pass: 'plan',
    expected: null,
    startedAt: NOW.toISOString(),
    ...given,
  });

const recheck = (expected: string) => plan({ pass: 'recheck/1', expected });

describe('plan', () => {
  it('makes one plan of all pages, and keeps it where nobody deletes it', async () => {
    found('plan', [connection('web')], [connection('api')]);
    const { plan: made, reasons, phases } = await plan();
    expect({ reasons, phases }).toEqual({ reasons: [], phases: [] });
    expect(made).toMatchObject({ associations: 2, excluded: 0 });
    expect(made.stored).toEqual({ bucket: BUCKET, key: planKey(ID, RUN), versionId: 'v1' });
    const [{ value, headers }] = s3.puts as [(typeof s3.puts)[number]];
    expect((value as Plan).items.map(({ label }) => label)).toEqual(['acme/api/public:npmjs', 'acme/web/public:npmjs']);
    expect(headers['x-amz-object-lock-mode']).toBe('GOVERNANCE');
    expect(Date.parse(String(headers['x-amz-object-lock-retain-until-date']))).toBeGreaterThan(
      Date.now() + 364 * 86_400_000,
    );
  });

  it('makes the same plan at every try', async () => {
    found('plan', [connection('web')]);
    expect((await plan()).plan.id).toBe((await plan()).plan.id);
  });

  it('reads the pages of its own run and pass only', async () => {
    found('plan', [connection('web')]);
    s3.objects.set(workKey(ID, 'run2', 'plan/000-0.json'), page([connection('another')]));
    expect((await plan()).plan.associations).toBe(1);
  });

  it('refuses by a guardrail, and keeps the plan with the reason that lifted another', async () => {
    found('plan', [connection('web'), connection('api')]);
    process.env.PROTECTED_NAMES = '*/vault/**,*/acme/web/*';
    const overrides = [{ guardrail: 'max-associations', reason: 'we close' }];
    const { reasons } = await plan({}, { limits: { associations: 1 }, overrides });
    expect(reasons).toEqual([expect.objectContaining({ guardrail: 'protected-names' })]);
    expect(s3.puts[0]?.value).toMatchObject({
      breaches: [{ guardrail: 'max-associations', overridden: 'we close' }, { guardrail: 'protected-names' }],
    });
  });

  it('knows the freeze windows, and keeps with the plan the one that is open', async () => {
    found('plan', [connection('web')]);
    process.env.FREEZE_WINDOWS = 'cron(0 0 * * ? *) 25h UTC';
    const { freezes } = await plan();
    expect(freezes).toEqual([{ from: expect.any(String), until: expect.any(String) }]);
    expect(Date.parse(freezes[0]?.from ?? '')).toBeLessThan(Date.now());
    expect(s3.puts[0]?.value).toMatchObject({ freeze: freezes[0] });
  });

  it('returns the first inaccessible places, and their count', async () => {
    const inaccessible = Array.from({ length: 12 }, (_, index) => ({
      kind: 'opensearch-packages' as const,
      where: { region: 'us-east-1' },
      at: `${index}`,
      error: 'AccessDenied',
      message: 'no',
    }));
    s3.objects.set(workKey(ID, RUN, 'plan/000-0.json'), page([], { inaccessible }));
    const { inaccessible: told, inaccessibleCount } = await plan();
    expect([told.length, inaccessibleCount]).toEqual([10, 12]);
  });

  it('fails on a page that S3 does not give, for the state machine to try again', async () => {
    found('plan', [connection('web')]);
    const { answer } = s3;
    s3.answer = (asked) =>
      asked.url.searchParams.has('list-type')
        ? answer(asked)
        : { status: 503, text: '<Error><Code>SlowDown</Code></Error>' };
    await expect(plan()).rejects.toMatchObject({ name: 'Throttled' });
  });
});

describe('plan, right before the first item', () => {
  it('gives the batches where the plan still holds, and leaves the plan that was kept as it is', async () => {
    found('plan', [connection('web')]);
    found('recheck/1', [connection('web')]);
    const { plan: made } = await plan();
    const { phases, reasons } = await recheck(made.id);
    expect(reasons).toEqual([]);
    expect(phases).toMatchObject([[{ name: '1-codeartifact-external-connection', count: 1 }]]);
    expect(s3.puts.filter(({ key }) => key.endsWith('/plan.json'))).toHaveLength(1);
    expect(s3.objects.get(`${phases[0]?.[0]?.key}0.json`)).toMatchObject([{ number: 1 }]);
  });

  it('puts the item executions of a batch into the bucket, however many', async () => {
    const many = Array.from({ length: 41 }, (_, index) => connection(`r${index}`));
    const overrides = [{ guardrail: 'max-associations', reason: 'we close' }];
    found('plan', many);
    found('recheck/1', many);
    const { plan: made } = await plan({}, { overrides });
    const { phases } = await plan({ pass: 'recheck/1', expected: made.id }, { overrides });
    expect(phases[0]?.[0]).toMatchObject({ count: 41 });
    const batch = s3.objects.get(`${phases[0]?.[0]?.key}0.json`) as ItemExecution[];
    expect(batch).toHaveLength(41);
    const requests = batch.map(({ request: { detail, offboarding } }) => [
      requestKey((detail as DisassociationRequest).metadata.id),
      offboarding.contentHash,
    ]);
    expect(kept.map(({ pk, plannedHash }) => [pk.S, plannedHash.S]).sort()).toEqual(requests.sort());
  });

  it('refuses what has changed since, and gives no batches', async () => {
    found('plan', [connection('web')]);
    found('recheck/1', [connection('web'), connection('api')]);
    const { plan: made } = await plan();
    const { reasons, phases, plan: now } = await recheck(made.id);
    expect(reasons).toEqual([{ reason: 'out-of-date', approved: made.id, found: now.id }]);
    expect(phases).toEqual([]);
  });
});
