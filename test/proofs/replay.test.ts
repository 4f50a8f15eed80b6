import { expect, it } from 'vitest';
import { replay } from '../../proofs/replay.ts';

it(replay.claim, async () => {
  const { failures, counts } = await replay.run({ seed: 1, size: replay.small, note: () => {} });
  expect(failures).toEqual([]);
  expect(counts.kills).toBeGreaterThan(20);
});
