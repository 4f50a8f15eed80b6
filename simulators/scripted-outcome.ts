/** How the end of an association goes once it is asked for: scripted for one association, or drawn by chance. */

import { random } from '../local-aws/core/random.ts';
import type { Kind } from './kinds.ts';
import type { WorldOptions } from './options.ts';

/** What can come of asking, kind by kind; the first is what usually comes. */
export const outcomes = {
  'opensearch-packages': ['ends', 'fails', 'stuck', 'reverts', 'unknown', 'busy', 'refused'],
  'codeartifact-external-connection': ['ends', 'stuck', 'reverts', 'busy', 'refused'],
  'redshift-datashare-consumer': ['ends', 'stuck', 'reverts', 'refused'],
  'license-manager-user': ['ends', 'fails', 'stuck', 'reverts', 'unknown', 'busy', 'refused'],
  'payment-cryptography-mpa-team': [
    'ends',
    'rejected',
    'expires',
    'cancelled',
    'not-executed',
    'stuck',
    'busy',
    'refused',
  ],
} as const satisfies Record<Kind, readonly string[]>;

export type Outcome = (typeof outcomes)[Kind][number];

/**
 * - `ends`, `fails`, `reverts`: goes on for `after` seconds, then is gone, shows its failure, or is back as before.
 * - `stuck`: goes on and on (an approved vote: is never carried out).
 * - `unknown`: shows `status`, a word nobody has heard of, and is gone after `after` seconds.
 * - `busy`: refuses as a busy service does, for `after` seconds from the first ask, then ends.
 * - `refused`: always answers `error`.
 * - `rejected`, `cancelled`: the session's answer after `after` seconds; `expires`: nobody answers;
 *   `not-executed`: approved, but the requester may no longer do it.
 */
export interface Fate {
  outcome: Outcome;
  /** Seconds. Absent: drawn from the kind's durations. */
  after?: number;
  status?: string;
  error?: { code: string; message?: string; status?: number };
}

/** A fate with its time drawn. */
export interface DrawnFate extends Fate {
  after: number;
}

/** How long things take, in seconds: [least, most]. */
export interface Durations {
  dictionary: readonly [number, number];
  /** A plugin's removal is a blue/green deployment of its domain. */
  plugin: readonly [number, number];
  codeArtifact: readonly [number, number];
  redshift: readonly [number, number];
  user: readonly [number, number];
  /** From a session's beginning to its deciding vote. */
  vote: readonly [number, number];
  /** From approval to the operation's execution. */
  execution: readonly [number, number];
}

/** @throws RangeError where this kind knows no such outcome. */
export function checkFate(kind: Kind, fate: Fate): Fate {
  const known: readonly string[] = outcomes[kind];
  if (!known.includes(fate.outcome)) {
    throw new RangeError(`${kind} can end as ${known.join(', ')}; not as '${fate.outcome}'`);
  }
  if (fate.after !== undefined && !(fate.after >= 0)) {
    throw new RangeError(`a fate comes after so many seconds, 0 or more; not '${fate.after}'`);
  }
  if (fate.outcome === 'refused' && !fate.error) {
    throw new RangeError("a refusal says its error: { outcome: 'refused', error: { code: 'ValidationException' } }");
  }
  return fate;
}

/** @param labels what makes this ask different from all others. */
export function drawFate(
  kind: Kind,
  duration: keyof Durations,
  { seed, wrong, durations }: WorldOptions,
  labels: readonly (string | number)[],
): DrawnFate {
  const next = random(seed, 'fate', kind, ...labels);
  return { outcome: drawOutcome(kind, wrong[kind] ?? {}, next()), after: between(durations[duration], next()) };
}

function drawOutcome(kind: Kind, shares: Partial<Record<Outcome, number>>, drawn: number): Outcome {
  let sum = 0;
  for (const outcome of outcomes[kind].slice(1)) {
    sum += shares[outcome] ?? 0;
    if (drawn < sum) return outcome;
  }
  return 'ends';
}

export function between([least, most]: readonly [number, number], drawn: number): number {
  return least + (most - least) * drawn;
}
