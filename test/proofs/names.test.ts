import { expect, it } from 'vitest';
import { names } from '../../proofs/names.ts';

it(names.claim, async () => {
  const { failures, counts } = await names.run({ seed: 1, size: names.small, note: () => {} });
  expect(failures).toEqual([]);
  expect(counts.found).toBeGreaterThan(20);
  expect(counts.nobody).toBeGreaterThan(20);
  expect(counts.ambiguous).toBeGreaterThan(0);
});
