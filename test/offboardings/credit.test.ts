import { describe, expect, it } from 'vitest';
import { creditIn } from '../../offboardings/credit.ts';
import type { ItemResult } from '../../offboardings/item-result.ts';
import { makePlan } from '../../offboardings/make-plan.ts';
import { connection, MADE, NOW, page, request } from './found.ts';

const plan = makePlan(request(), [page([connection('a'), connection('b'), connection('c')])], MADE);

function result(number: number, given: Partial<ItemResult>): ItemResult {
  return {
    number,
    outcome: 'ALREADY_GONE',
    execution: 'arn',
    serviceStatus: 'ABSENT',
    before: null,
    after: null,
    polls: 0,
    calls: [],
    callCount: 0,
    endedAt: NOW.toISOString(),
    ...given,
  };
}

describe('what a service removed together with another item', () => {
  const [first, second] = plan.items;
  const before = { was: 'here' };
  const alsoRemoved = [{ target: second?.target ?? {}, before }];

  it('was removed by the plan, with its snapshot from before', () => {
    const results = [result(1, { outcome: 'DISASSOCIATED', alsoRemoved }), result(2, {}), result(3, {})];
    const [, credited, other] = results.map(creditIn(plan, results));
    expect(credited).toMatchObject({
      outcome: 'DISASSOCIATED',
      before,
      message: expect.stringContaining(`together with ${first?.label}`),
    });
    expect(other).toBe(results[2]);
  });

  it.each(['SKIPPED', 'FAILED', 'DISASSOCIATED'] as const)(
    'stays as it is where its own request ended %s',
    (outcome) => {
      const results = [result(1, { outcome: 'DISASSOCIATED', alsoRemoved }), result(2, { outcome })];
      expect(results.map(creditIn(plan, results))[1]).toBe(results[1]);
    },
  );
});
