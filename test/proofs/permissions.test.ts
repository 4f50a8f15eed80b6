import { expect, it } from 'vitest';
import { permissions } from '../../proofs/permissions.ts';

it(permissions.claim, async () => {
  const { failures, counts } = await permissions.run({ seed: 1, size: permissions.small, note: () => {} });
  expect(failures).toEqual([]);
  expect(counts.taken).toBe(permissions.small);
});
