/** Runs one attack: a stack with guards, honest people who use it, and an insider who makes some moves meanwhile. */

import { pick, random } from '@offboard/local-aws/random';
import { listAssociations } from '@offboard/local-aws/simulation';
import { ClientError } from '../../client/errors.ts';
import { KINDS } from '../../simulators/index.ts';
import { type Harness, openHarness } from '../common/harness.ts';
import type { Attack, BusEvent } from './common/attack.ts';
import { Honest } from './common/honest.ts';
import { Insider, type Permission } from './common/insider.ts';
import { after, MINUTE } from './common/schedule.ts';
import { PLUGIN, protectedNames } from './common/truth.ts';
import { shuffled } from './moves/common.ts';
import { type Move, movesOf } from './moves/index.ts';
import { verdictOn } from './verdict/index.ts';

/** Associations of the cloud, all in the stack's own account and Region. */
const SIZE = 25;
/** Single requests in any 60 minutes. */
const LIMIT = 6;
/** Two sweeps. */
const SWEEPS = 125 * MINUTE;

export interface Attacked {
  moves: readonly string[];
  permissions: readonly Permission[];
  /** How often AWS refused a move. */
  refused: number;
  counts: Readonly<Record<string, number>>;
  failures: readonly string[];
}

export async function attackOf(seed: number): Promise<Attacked> {
  const next = random('insider', seed);
  const [approvalKind = '', protectedKind = ''] = shuffled(KINDS, next);
  const guards = { limit: LIMIT, approvalKind, protectedKind, digit: pick([...'0123456789'], next) };
  const harness = await openHarness({
    seed,
    size: SIZE,
    simulation: { accounts: 1, regions: 1 },
    guards: {
      singleRequestLimit: String(guards.limit),
      approvalFloor: [PLUGIN, approvalKind].join(),
      protectedNames: protectedNames(guards),
    },
  });
  const insider = await Insider.arrive(harness, next);
  const tally: Tally = { refused: 0, failures: [] };
  const attempt = (act: () => Promise<void>) => act().catch((error: Error) => note(error, tally));
  try {
    const entries = listAssociations(harness.runtime.cloud);
    const attack: Attack = { harness, next, guards, honest: new Honest(harness, next), insider, entries, attempt };
    const moves = movesOf(seed, next);
    const watched = watch(harness);
    schedule(attack, moves, tally);
    await harness.runtime.settled();
    // The reporter may have been stopped, too: the hourly sweep answers then.
    await harness.runtime.clock.advance(SWEEPS);
    await harness.runtime.settled();
    const { counts, failures } = await verdictOn(attack, watched());
    return {
      moves: moves.map(({ name }) => name),
      permissions: insider.permissions,
      refused: tally.refused,
      counts,
      failures: [...tally.failures, ...failures],
    };
  } finally {
    insider.leave();
    await harness.close();
  }
}

/** The insider moves while the honest requests run and their plans wait. */
function schedule(attack: Attack, moves: readonly Move[], { failures }: Tally): void {
  const { harness, honest, entries, guards, next, attempt } = attack;
  for (const { delay, act } of honest.deeds(entries, guards)) {
    after(harness, delay, () => act().catch((error: Error) => void failures.push(`honest people: ${error.stack}`)));
  }

  for (const move of moves) after(harness, (2 + next() * 45) * MINUTE, () => attempt(() => move.run(attack)));
}

interface Tally {
  refused: number;
  failures: string[];
}

/** AWS answered the error, or the library of the command line before it asked; any other is the proof's own. */
function note(error: Error, tally: Tally): void {
  if ('$metadata' in error || error instanceof ClientError) tally.refused += 1;
  else tally.failures.push(String(error.stack));
}

/** @returns what gives the events of the bus up to then. */
function watch({ runtime }: Harness): () => BusEvent[] {
  const events = new Map<number, BusEvent>();
  runtime.watch(({ number, event }) => events.set(number, event as BusEvent));
  return () => [...events.values()];
}
