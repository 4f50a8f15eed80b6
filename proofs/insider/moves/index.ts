/** The grammar of attacks: which moves there are, and which of them an attack is made of. */

import { pick, random } from '@offboard/local-aws/random';
import { approvals } from './approvals.ts';
import { bucket } from './bucket.ts';
import { type Move, shuffled } from './common.ts';
import { executions } from './executions.ts';
import { offboardings } from './offboardings.ts';
import { operator } from './operator.ts';
import { reports } from './reports.ts';
import { requests } from './requests.ts';
import { restorations } from './restorations.ts';
import { signals } from './signals.ts';

export type { Move } from './common.ts';

export const MOVES: readonly Move[] = [
  ...requests,
  ...offboardings,
  ...approvals,
  ...bucket,
  ...executions,
  ...reports,
  ...signals,
  ...restorations,
  ...operator,
];

/** Of one attack: half in turn, so that attacks one after the other try each move, half by chance. */
const MOVES_OF_ATTACK = 6;
const IN_TURN = 4;

export function movesOf(seed: number, next: () => number): Move[] {
  const first = seed * IN_TURN;
  const inTurn = Array.from({ length: IN_TURN }, (_, index) => moveAt(first + index));
  return [...inTurn, ...Array.from({ length: MOVES_OF_ATTACK - IN_TURN }, () => pick(MOVES, next))];
}

/** Each round has an order of its own. */
function moveAt(index: number): Move {
  const round = Math.floor(index / MOVES.length);
  return shuffled(MOVES, random('insider', 'round', round))[index % MOVES.length] as Move;
}
