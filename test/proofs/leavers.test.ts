import { expect, it } from 'vitest';
import { leavers } from '../../proofs/leavers.ts';

it(leavers.claim, async () => {
  const { failures, counts } = await leavers.run({ seed: 1, size: leavers.small, note: () => {} });
  expect(failures).toEqual([]);
  expect(counts.leavers).toBeGreaterThan(5);
  expect(counts.offboardings).toBeGreaterThan(5);
  expect(counts.listed).toBeGreaterThanOrEqual(3);
});
