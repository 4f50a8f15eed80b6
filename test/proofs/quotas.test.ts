import { expect, it } from 'vitest';
import { boundsOf, callsOfItems, countedCalls, QUOTAS } from '../../bench/quotas.ts';

it('what a burst takes needs no time, and the slowest quota comes first', () => {
  const bounds = boundsOf(countedCalls({ 'sfn.StartExecution': 1300, 'sfn.DescribeExecution': 1300 }, 9800));
  expect(bounds[0]).toEqual({ quota: 'DescribeExecution', calls: 1300, large: 1000 / 15, small: 105, newAccount: 105 });
  const byName = Object.fromEntries(bounds.map((bound) => [bound.quota, bound]));
  expect(byName.StartExecution).toMatchObject({ large: 0, small: 500 / 150 });
  expect(byName.StateTransition).toMatchObject({ large: 4800 / 5000, small: 9000 / 800 });
  expect(bounds).toHaveLength(Object.keys(QUOTAS).length);
});

it('a new account runs ten functions at once', () => {
  const bound = boundsOf(countedCalls({ 'lambda.Invoke': 1000 }, 0)).find(({ quota }) => quota === 'Invoke');
  expect(bound).toMatchObject({ large: 0, newAccount: (990 * 0.3) / 10 });
});

it('an item makes at most two calls of Step Functions’ own API, and three transitions a poll', () => {
  const [none, two] = [callsOfItems(1, 0), callsOfItems(1, 2)];
  expect(two.StartExecution + two.DescribeExecution + two.GetExecutionHistory).toBe(2);
  expect([none.StateTransition, two.StateTransition]).toEqual([8, 14]);
});
