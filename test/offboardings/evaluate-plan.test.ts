import { expect, it } from 'vitest';
import { evaluatePlan } from '../../offboardings/evaluate-plan.ts';
import { makePlan } from '../../offboardings/make-plan.ts';
import { connection, MADE, NOW, page, request } from './found.ts';

const settings = { protectedNames: ['*/acme/**'], guardrailFloor: [], approvalFloor: [] };
const evaluate = (count: number, name = 'r', expected: string | null = null) => {
  const found = Array.from({ length: count }, (_, index) => {
    const repository = `${name}${index}`;
    return connection(repository);
  });
  return evaluatePlan(makePlan(request(), [page(found, { scanned: 0 })], MADE), { settings, now: NOW, expected });
};

it('the reasons against a plan are the first of each guardrail, and the count of the rest; the breaches are all', () => {
  const { reasons, breaches } = evaluate(5000);
  const messages = Map.groupBy(reasons, (reason) => (reason as { guardrail: string }).guardrail);
  expect(messages.get('protected-names')).toHaveLength(21);
  expect(messages.get('protected-names')?.at(-1)).toMatchObject({ message: '4980 more, which the plan lists.' });
  expect(messages.get('max-associations')).toHaveLength(1);
  expect(breaches).toHaveLength(5002);
});

it('the reasons fit an event, however long the names and the id that was wanted', () => {
  const { reasons } = evaluate(100, '\u0001'.repeat(10_000), 'x'.repeat(100_000));
  expect(Buffer.byteLength(JSON.stringify(reasons))).toBeLessThan(20_000);
});
