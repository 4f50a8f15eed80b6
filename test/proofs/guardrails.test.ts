import { expect, it } from 'vitest';
import { guards } from '../../proofs/guardrails.ts';

it(guards.claim, async () => {
  const { failures, counts } = await guards.run({ seed: 1, size: guards.small, note: () => {} });
  expect(failures).toEqual([]);
  expect(counts).toMatchObject({ removed: guards.small, refused: 3 });
}, 60_000);
