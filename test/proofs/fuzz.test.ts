import { expect, it } from 'vitest';
import { fuzz } from '../../proofs/fuzz.ts';

it(fuzz.claim, async () => {
  const { failures, counts } = await fuzz.run({ seed: 1, size: fuzz.small, note: () => {} });
  expect(failures).toEqual([]);
  expect(counts.answers).toBeGreaterThan(20);
});
