import { expect, it } from 'vitest';
import { restore } from '../../proofs/restore.ts';

it(restore.claim, async () => {
  const { failures, counts } = await restore.run({ seed: 1, size: restore.small, note: () => {} });
  expect(failures).toEqual([]);
  expect(counts.restored).toBeGreaterThan(0);
});
