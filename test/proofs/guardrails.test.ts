import { expect, it } from 'vitest';
import { guardrails } from '../../proofs/guardrails.ts';

it(guardrails.claim, async () => {
  const { failures, counts } = await guardrails.run({ seed: 1, size: guardrails.small, note: () => {} });
  expect(failures).toEqual([]);
  expect(counts).toMatchObject({ removed: guardrails.small, rejected: 3 });
});
