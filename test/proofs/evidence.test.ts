import { expect, it } from 'vitest';
import { evidence } from '../../proofs/evidence.ts';

it(evidence.claim, async () => {
  const { failures, counts } = await evidence.run({ seed: 1, size: evidence.small, note: () => {} });
  expect(failures).toEqual([]);
  expect(counts.calls).toBeGreaterThan(0);
});
