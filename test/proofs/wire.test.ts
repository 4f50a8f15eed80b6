import { expect, it } from 'vitest';
import { wire } from '../../proofs/wire.ts';

it(wire.claim, async () => {
  const { failures, counts } = await wire.run({ seed: 1, size: wire.small, note: () => {} });
  expect(failures).toEqual([]);
  expect(counts.operations).toBeGreaterThan(100);
  expect(counts.inputs).toBeGreaterThan(800);
}, 600_000);
