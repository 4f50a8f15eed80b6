import { expect, it } from 'vitest';
import { worlds } from '../../proofs/worlds.ts';

it(worlds.claim, async () => {
  const { failures, counts } = await worlds.run({ seed: 1, size: worlds.small, note: () => {} });
  expect(failures).toEqual([]);
  expect(counts.planned).toBeGreaterThan(0);
}, 60_000);
