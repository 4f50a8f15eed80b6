import { expect, it } from 'vitest';
import { console } from '../../proofs/console.ts';

it(console.claim, async () => {
  const { failures, counts } = await console.run({ seed: 1, size: console.small, note: () => {} });
  expect(failures).toEqual([]);
  expect(counts.foreign).toBeGreaterThan(100);
  expect(counts.own).toBeGreaterThan(50);
});
