import { expect, it } from 'vitest';
import { schedules } from '../../proofs/schedules.ts';

it(schedules.claim, async () => {
  const { failures, counts } = await schedules.run({ seed: 1, size: schedules.small, note: () => {} });
  expect(failures).toEqual([]);
  expect(counts.firings).toBeGreaterThan(1_000);
});
