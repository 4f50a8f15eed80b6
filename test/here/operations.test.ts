import { expect, it } from 'vitest';
import { tasks } from '../../associations/common/permissions.ts';
import { allowedCalls, READS } from '../../cli/here/operations.ts';

it('a plan may call operations that read, by their names', () => {
  const { operations } = allowedCalls(READS);
  const named = [...operations].map((operation) => operation.slice(operation.indexOf(':') + 1));
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !/^(?:Get|List|Describe|BatchGet|Search|Lookup)[A-Z]/.test(name))).toEqual([]);
});

it('a start may call more', () => {
  expect(allowedCalls(tasks).operations.size).toBeGreaterThan(allowedCalls(READS).operations.size);
});
