import { expect, it } from 'vitest';
import { pace } from '../../proofs/pace.ts';

it(pace.claim, async () => {
  const { failures, counts } = await pace.run({ seed: 1, size: pace.small, note: () => {} });
  expect(failures).toEqual([]);
  expect(counts.transitions_24h).toBeGreaterThan(0);
});
