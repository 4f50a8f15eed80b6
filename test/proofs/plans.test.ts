import { expect, it } from 'vitest';
import { plans } from '../../proofs/plans.ts';

it(plans.claim, async () => {
  const { failures, counts } = await plans.run({ seed: 1, size: plans.small, note: () => {} });
  expect(failures).toEqual([]);
  expect(counts.planned).toBeGreaterThan(0);
});
