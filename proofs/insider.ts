/** Insider: somebody with PutEvents and further permissions attacks, and world, answers and evidence still agree. */

import type { Proof } from './common/proof.ts';
import { MOVES } from './insider/moves/index.ts';
import { attackOf } from './insider/run.ts';

export const insider: Proof = {
  claim:
    'whatever an insider makes of requests, ids, tokens, objects and executions, nothing protected or unapproved is ended, every request is answered once, and the evidence is true',
  full: 1_000,
  small: 1,
  /** The attack of number n is that of the seed + n: a failing one runs alone with `--seed SEED --size 1`. */
  async run({ seed, size, note }) {
    const counts: Record<string, number> = { attacks: 0, grammar: MOVES.length, moves: 0, refused: 0 };
    const tried = new Set<string>();
    const failures: string[] = [];
    for (let own = seed; own < seed + size; own++) {
      const { moves, permissions, refused, ...attack } = await attackOf(own);
      const by = `${moves.join('; ')} (PutEvents ${permissions.join(' ')})`;
      failures.push(...attack.failures.map((failure) => `--seed ${own} --size 1: ${failure}`));
      for (const move of moves) tried.add(move);
      for (const [what, count] of Object.entries({ attacks: 1, moves: moves.length, refused, ...attack.counts })) {
        counts[what] = (counts[what] ?? 0) + count;
      }
      note(`insider: --seed ${own}: ${attack.failures.length} failures; ${by}`);
    }
    return { counts: { ...counts, tried: tried.size }, failures };
  },
};
