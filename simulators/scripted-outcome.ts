/** How the end of an association goes once it is asked for: scripted for one association, or drawn by chance. */

import { random } from '@offboard/local-aws/random';
import type { Kind } from './kinds.ts';
import type { CloudOptions } from './options.ts';

/** What can come of asking, kind by kind; the first is what usualStatus comes. */
export const outcomes = {
  'opensearch-packages': ['succeeds', 'fails', 'stuck', 'reverts', 'unknown', 'busy', 'error'],
  'codeartifact-external-connection': ['succeeds', 'stuck', 'reverts', 'busy', 'error'],
  'redshift-datashare-consumer': ['succeeds', 'stuck', 'reverts', 'error'],
  'license-manager-user': ['succeeds', 'fails', 'stuck', 'reverts', 'unknown', 'busy', 'error'],
  'payment-cryptography-mpa-team': [
    'succeeds',
    'rejected',
    'expires',
    'cancelled',
    'not-executed',
    'stuck',
    'busy',
    'error',
  ],
} as const satisfies Record<Kind, readonly string[]>;

export type Outcome = (typeof outcomes)[Kind][number];

/**
 * - `succeeds`, `fails`, `reverts`: goes on for `after` seconds, then is gone, shows its failure, or is back as before.
 * - `stuck`: goes on and on (an approved vote: is never carried out).
 * - `unknown`: shows `status`, a word nobody has heard of, and is gone after `after` seconds.
 * - `busy`: refuses as a busy service does, for `after` seconds from the first ask, then ends.
 * - `error`: always answers `error`.
 * - `rejected`, `cancelled`: the session's answer after `after` seconds; `expires`: nobody answers;
 *   `not-executed`: approved, but the requester may no longer do it.
 */
export interface ScriptedOutcome {
  outcome: Outcome;
  /** Seconds. Absent: drawn from the kind's durations. */
  after?: number;
  status?: string;
  error?: { code: string; message?: string; status?: number };
}

/** A scripted with its time drawn. */
export interface DrawnOutcome extends ScriptedOutcome {
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
export function checkOutcome(kind: Kind, scripted: ScriptedOutcome): ScriptedOutcome {
  const known: readonly string[] = outcomes[kind];
  if (!known.includes(scripted.outcome)) {
    throw new RangeError(`${kind} can end as ${known.join(', ')}; not as '${scripted.outcome}'`);
  }
  if (scripted.after !== undefined && !(scripted.after >= 0)) {
    throw new RangeError(`a scripted comes after so many seconds, 0 or more; not '${scripted.after}'`);
  }
  if (scripted.outcome === 'error' && !scripted.error) {
    throw new RangeError("a refusal says its error: { outcome: 'error', error: { code: 'ValidationException' } }");
  }
  return scripted;
}

/** @param labels what makes this ask different from all others. */
export function drawOutcomeFor(
  kind: Kind,
  duration: keyof Durations,
  { seed, outcomeRates, durations }: CloudOptions,
  labels: readonly (string | number)[],
): DrawnOutcome {
  const next = random(seed, 'fate', kind, ...labels);
  return { outcome: drawOutcome(kind, outcomeRates[kind] ?? {}, next()), after: between(durations[duration], next()) };
}

function drawOutcome(kind: Kind, shares: Partial<Record<Outcome, number>>, drawn: number): Outcome {
  let sum = 0;
  for (const outcome of outcomes[kind].slice(1)) {
    sum += shares[outcome] ?? 0;
    if (drawn < sum) return outcome;
  }
  return 'succeeds';
}

export function between([least, most]: readonly [number, number], drawn: number): number {
  return least + (most - least) * drawn;
}
