/** The outcome of a disassociation in a simulated service: scripted for one association, or drawn at random. */

import { AwsError } from '../core/aws.ts';
import { random } from '../core/random.ts';
import type { Step } from './timeline.ts';

/**
 * `outcome` is one of the association type's. Those that services share:
 * - `succeeds`, `fails`, `reverts`: in progress for `after` seconds, then disassociated, failed, or active as before.
 * - `stuck`: in progress for ever (an approved vote: is never carried out).
 * - `unknown`: shows `status`, which no documentation lists, and is disassociated after `after` seconds.
 * - `busy`: answers as a busy service for `after` seconds from the first request, then succeeds.
 * - `error`: always answers `error`.
 */
export interface ScriptedOutcome {
  outcome: string;
  /** Seconds. Absent: drawn from the service's durations. */
  after?: number;
  status?: string;
  error?: { code: string; message?: string; status?: number };
}

/** An outcome with its duration drawn. */
export interface DrawnOutcome extends ScriptedOutcome {
  after: number;
}

/** A kind of association, and what can come of a disassociation; the first is the usual outcome. */
export interface PossibleOutcomes {
  kind: string;
  outcomes: readonly string[];
}

/** Seconds: [least, most]. */
export type DurationRange = readonly [number, number];

/** By kind and outcome: the share (0 to 1) of disassociations that come to it. `error` needs a script. */
export type OutcomeRates = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** @throws RangeError where this type has no such outcome. */
export function checkOutcome(type: PossibleOutcomes, scripted: ScriptedOutcome): ScriptedOutcome {
  const { outcome, after, error } = scripted;
  checkOutcomeName(type, outcome);
  if (after !== undefined && !(after >= 0)) throw new RangeError(`after must be 0 or more seconds; not '${after}'`);
  if (outcome === 'error' && !error) {
    throw new RangeError("error is required: { outcome: 'error', error: { code: 'ValidationException' } }");
  }
  return scripted;
}

/** @throws RangeError where this type has no such outcome. */
export function checkOutcomeName({ kind, outcomes }: PossibleOutcomes, outcome: string): void {
  if (outcomes.includes(outcome)) return;
  throw new RangeError(`${kind} has the outcomes ${outcomes.join(', ')}; not '${outcome}'`);
}

/** @param labels tell this disassociation from all others. */
export function drawOutcome(
  type: PossibleOutcomes,
  { seed, rates, range }: { seed: number | string; rates: OutcomeRates; range: DurationRange },
  labels: readonly (string | number)[],
): DrawnOutcome {
  // The label keeps the draws of earlier versions, so that a seed gives the same run.
  const next = random(seed, 'fate', type.kind, ...labels);
  return { outcome: drawByRates(type, rates[type.kind] ?? {}, next()), after: between(range, next()) };
}

function drawByRates({ outcomes }: PossibleOutcomes, rates: Readonly<Record<string, number>>, drawn: number): string {
  const [success = 'succeeds', ...others] = outcomes;
  let sum = 0;
  for (const outcome of others) {
    sum += rates[outcome] ?? 0;
    if (drawn < sum) return outcome;
  }
  return success;
}

export function between([least, most]: DurationRange, drawn: number): number {
  return least + (most - least) * drawn;
}

/** @throws AwsError where the outcome is a scripted error. */
export function throwScriptedError({ outcome, error }: ScriptedOutcome): void {
  if (outcome !== 'error' || !error) return;
  throw new AwsError(error.code, error.message ?? error.code, { status: error.status ?? 400 });
}

/** The steps after an answer that says it is done already; whether later reads agree depends on the outcome. */
export function synchronousSteps(
  { outcome, after }: DrawnOutcome,
  now: number,
  statuses: { active: string; disassociated: string },
): Step[] {
  const then = now + after * 1000;
  switch (outcome) {
    case 'stuck':
      return [];
    case 'reverts':
      return [
        { at: now, status: statuses.disassociated },
        { at: then, status: statuses.active },
      ];
    default:
      return [{ at: then, status: statuses.disassociated }];
  }
}

/** The steps after an answer that says it is in progress. */
export function asynchronousSteps(
  { outcome, after, status }: DrawnOutcome,
  now: number,
  statuses: {
    active: string;
    disassociating: string;
    disassociated: string;
    failed: Omit<Step, 'at'>;
    /** A status that no documentation lists. */
    unknown: string;
  },
): Step[] {
  const then = now + after * 1000;
  const disassociating: Step = { at: now, status: statuses.disassociating };
  const disassociated: Step = { at: then, status: statuses.disassociated };
  switch (outcome) {
    case 'stuck':
      return [disassociating];
    case 'reverts':
      return [disassociating, { at: then, status: statuses.active }];
    case 'fails':
      return [disassociating, { at: then, ...statuses.failed }];
    case 'unknown':
      return [{ at: now, status: status ?? statuses.unknown }, disassociated];
    default:
      return [disassociating, disassociated];
  }
}
