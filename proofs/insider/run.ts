/** Runs one attack: a stack with guards, honest people who use it, and an insider who makes some moves meanwhile. */

import { pick, random } from '@offboard/local-aws/random';
import { listAssociations } from '@offboard/local-aws/simulation';
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
  try {
    const entries = listAssociations(harness.runtime.cloud);
    const attack: Attack = { harness, next, guards, honest: new Honest(harness, next), insider, entries };
    const moves = movesOf(seed, next);
    const record = { refused: 0, failures: [] as string[] };
    const watched = watch(harness);
    schedule(attack, moves, record);
    await harness.runtime.settled();
    const { counts, failures } = await verdictOn(attack, watched());
    return {
      moves: moves.map(({ name }) => name),
      permissions: insider.permissions,
      refused: record.refused,
      counts,
      failures: [...record.failures, ...failures],
    };
  } finally {
    insider.leave();
    await harness.close();
  }
}

/** The insider moves while the honest requests run and their plans wait. Sessions last for an hour. */
function schedule(attack: Attack, moves: readonly Move[], record: { refused: number; failures: string[] }): void {
  const { harness, honest, entries, guards, next } = attack;
  const fail = (what: string) => (error: Error) => void record.failures.push(`${what}: ${error.stack}`);
  for (const { delay, act } of honest.deeds(entries, guards)) after(harness, delay, () => act().catch(fail('honest')));
  for (const move of moves) {
    after(harness, (2 + next() * 45) * MINUTE, () =>
      move.run(attack).catch((error: Error) => {
        if (isRefusal(error)) record.refused += 1;
        else fail(move.name)(error);
      }),
    );
  }
}

/** An error that AWS answered, or the command line's library before it asked. */
function isRefusal(error: Error): boolean {
  return '$metadata' in error || error.constructor.name === 'ClientError';
}

/** @returns what gives the events of the bus up to then. */
function watch({ runtime }: Harness): () => BusEvent[] {
  const events = new Map<number, BusEvent>();
  runtime.watch(({ number, event }) => events.set(number, event as BusEvent));
  return () => [...events.values()];
}
