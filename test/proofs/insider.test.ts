import { expect, it } from 'vitest';
import { insider } from '../../proofs/insider.ts';

it(insider.claim, async () => {
  const { failures, counts } = await insider.run({ seed: 1, size: insider.small, note: () => {} });
  expect(failures).toEqual([]);
  expect(counts.documents).toBeGreaterThan(0);
  expect(counts.DISASSOCIATED).toBeGreaterThan(0);
  expect(counts.REJECTED).toBeGreaterThan(0);
});
