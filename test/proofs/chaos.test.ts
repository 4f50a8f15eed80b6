import { expect, it } from 'vitest';
import { chaos } from '../../proofs/chaos.ts';

it(chaos.claim, async () => {
  const { failures, counts } = await chaos.run({ seed: 1, size: chaos.small, note: () => {} });
  expect(failures).toEqual([]);
  expect(counts.throttle).toBeGreaterThan(0);
  expect(counts['cut-after']).toBeGreaterThan(0);
});
