import { expect, it } from 'vitest';
import { kill } from '../../proofs/kill.ts';

it(kill.claim, async () => {
  const { failures, counts } = await kill.run({ seed: 1, size: kill.small, note: () => {} });
  expect(failures).toEqual([]);
  expect(counts.acceptedEvents).toBeGreaterThan(0);
  expect(counts.acceptedExecutions).toBeGreaterThan(0);
});
