import { expect, it } from 'vitest';
import { packageIfStale } from '../../packaging/build-if-stale.ts';
import { here } from '../../proofs/here.ts';

it(here.claim, async () => {
  await packageIfStale();
  const { failures, counts } = await here.run({ seed: 1, size: here.small, note: () => {} });
  expect(failures).toEqual([]);
  expect(counts.calls).toBeGreaterThan(0);
});
