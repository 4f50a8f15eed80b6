import './silence-logs.ts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { FindRemovedInput, Removed } from '../../functions/verification/find-removed.ts';
import { batchesOf } from '../../offboardings/apply.ts';
import type { Search } from '../../offboardings/common/found.ts';
import type { Verification } from '../../offboardings/common/verification.ts';
import type { Outcome } from '../../offboardings/item-result.ts';
import { planKey, resultKey, workKey } from '../../offboardings/keys.ts';
import { makePlan } from '../../offboardings/make-plan.ts';
import { connection, MADE, NOW, page, request } from '../offboardings/found.ts';
import { BUCKET, bucket } from './bucket.ts';
import { invoke, wire } from './wire.ts';

Object.assign(process.env, { BUCKET_NAME: BUCKET, AWS_REGION: 'us-east-1' });
let s3 = bucket();
const aws = await wire((asked) => s3.answer(asked));
const { handler } = await import('../../functions/collect.ts');

afterAll(() => aws[Symbol.asyncDispose]());
beforeEach(() => {
  s3 = bucket();
});

const RUN = 'run1';
const ID = request().metadata.id;
const find = () => invoke<FindRemovedInput, Removed>(handler, { offboarding: ID, run: RUN });

/** An offboarding in two Regions whose items ended so. */
function ended(outcomes: Record<string, Outcome>): void {
  const where = [{ region: 'us-east-1' }, { region: 'eu-west-1' }];
  const found = Object.keys(outcomes).map((name) => connection(name));
  const plan = makePlan(request({ options: { where } }), [page(found)], MADE);
  const [batch] = batchesOf(plan, { now: NOW, run: RUN, account: '111122223333', region: 'us-east-1' }).flat();
  s3.objects.set(planKey(ID, RUN), plan);
  s3.objects.set(workKey(ID, RUN, 'batches/1.json'), batch?.itemExecutions);
  for (const { number, name } of batch?.itemExecutions ?? []) {
    const { target } = plan.items[number - 1] ?? {};
    const result = {
      ...{ number, outcome: outcomes[target?.repository as string], eventId: `answer-${number}` },
      ...{ execution: `arn:execution:${name}`, endedAt: NOW.toISOString() },
    };
    s3.objects.set(resultKey(ID, RUN, number, name), result);
    s3.objects.set(resultKey(ID, RUN, number, 'other'), { ...result, execution: 'arn:execution:other' });
  }
}

const stored = <T>(key: string) => s3.objects.get(key) as T;

describe('find-removed', () => {
  it('lists the items that were removed, and the searches of their account and Region', async () => {
    ended({ web: 'DISASSOCIATED', api: 'ALREADY_GONE', app: 'FAILED' });
    const { prefix, searchesKey, items, searches } = await find();
    expect([items, searches]).toEqual([1, 1]);
    expect(stored<Search[]>(searchesKey)).toMatchObject([
      { kind: 'codeartifact-external-connection', where: { region: 'us-east-1' } },
    ]);
    expect(stored<Verification>(`${prefix}removed.json`)).toMatchObject({
      items: [
        {
          target: { repository: 'web' },
          metadata: { causationId: ID },
          eventId: expect.stringMatching(/^answer-/),
          goneAt: NOW.toISOString(),
        },
      ],
    });
  });

  it.each([
    ['has removed nothing', () => ended({ web: 'SKIPPED' })],
    ['did not come to its plan', () => {}],
  ])('finds nothing to verify where the offboarding %s', async (_, given) => {
    given();
    expect(await find()).toMatchObject({ items: 0, searches: 0 });
    expect(s3.puts).toEqual([]);
  });
});
