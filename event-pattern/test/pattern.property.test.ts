import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { event, pattern } from '../../proofs/replay/random-patterns.ts';
import { referenceMatches } from '../../proofs/replay/reference-matcher.ts';
import { compilePattern } from '../index.ts';

describe('patterns and events at random', () => {
  it('are matched as a plain reading of the grammar matches them', () => {
    fc.assert(
      fc.property(pattern, event, (aPattern, anEvent) => {
        expect(compilePattern(aPattern)(anEvent)).toBe(referenceMatches(aPattern, anEvent));
      }),
      // `npm run prove -- replay` compares far more.
      { numRuns: 2_500 },
    );
  });

  it('match often enough for the agreement to say something', () => {
    const pairs = fc.sample(fc.tuple(pattern, event), { numRuns: 2_000, seed: 1 });
    const matched = pairs.filter(([aPattern, anEvent]) => compilePattern(aPattern)(anEvent)).length;
    expect(matched).toBeGreaterThan(100);
    expect(matched).toBeLessThan(1_800);
  });
});
