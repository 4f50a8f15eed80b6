import { expect, it } from 'vitest';
import { storm } from '../../proofs/storm.ts';

it(storm.claim, async () => {
  const { failures, counts } = await storm.run({ seed: 1, size: storm.small, note: () => {} });
  expect(failures).toEqual([]);
  expect(counts.repeats).toBeGreaterThan(0);
  expect(counts.reassociated).toBeGreaterThan(0);
});
