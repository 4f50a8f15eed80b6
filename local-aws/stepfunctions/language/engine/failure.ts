/** Why a state failed: the error name that Retry and Catch match, and the cause. */

import { StatesError } from '../expressions/common/states-error.ts';
import type { Thread } from '../model/thread.ts';

export interface Failure {
  error?: string;
  cause?: string;
  /** Another name that Retry and Catch match: a missed heartbeat is reported as States.Timeout. */
  alias?: string;
  /** The field in which a JSONata evaluation failed, null where it was in none; the history has an EvaluationFailed event. */
  location?: string | null;
}

/** A failure with a complete cause; those of expressions get the state's name and event id in front. */
export class StateFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.cause ?? failure.error ?? '');
    this.name = 'StateFailure';
    this.failure = failure;
  }
}

/** The failure that an exception means: States.Runtime for anything unforeseen in an expression, as in AWS. */
export function failureOf(thread: Thread, thrown: unknown): Failure {
  if (thrown instanceof StateFailure) return thrown.failure;
  const known = thrown instanceof StatesError ? thrown : undefined;
  const words = known?.cause ?? (thrown instanceof Error ? thrown.message : String(thrown));
  return {
    error: known?.error ?? 'States.Runtime',
    cause: `An error occurred while executing the state '${thread.state}' (entered at the event id #${thread.entered.id}). ${words}`,
    ...(known?.location !== undefined && { location: known.location }),
  };
}

/**
 * Whether a Retry or Catch with these ErrorEquals matches. Developer guide, "Handling errors": nothing catches
 * States.Runtime, States.ALL does not catch States.DataLimitExceeded, States.TaskFailed catches all but States.Timeout.
 */
export function matches(names: readonly string[], { error = '', alias }: Failure): boolean {
  if (error === 'States.Runtime') return false;
  return names.some(
    (name) =>
      name === error ||
      name === alias ||
      (name === 'States.ALL' && error !== 'States.DataLimitExceeded') ||
      (name === 'States.TaskFailed' && error !== 'States.Timeout'),
  );
}
