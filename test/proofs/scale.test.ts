import { expect, it } from 'vitest';
import { scale } from '../../proofs/scale.ts';

it(scale.claim, async () => {
  const { failures, counts } = await scale.run({ seed: 1, size: scale.small, note: () => {} });
  expect(failures).toEqual([]);
  expect(counts).toMatchObject({ planned: scale.small, associations: scale.small });
  expect(counts.transitions).toBeGreaterThan(scale.small * 10);
});
