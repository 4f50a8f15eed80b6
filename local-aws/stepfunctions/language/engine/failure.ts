/** Why a state failed: the error name that Retry and Catch match, and AWS's words. */

import { StatesError } from '../expressions/common/states-error.ts';
import type { Thread } from '../model/thread.ts';

export interface Failure {
  error?: string;
  cause?: string;
  /** Another name by which Retry and Catch may know it: a missed heartbeat is States.Timeout by name. */
  alias?: string;
  /** A JSONata evaluation failed, in this field or (null) in none; the history tells of it in an event of its own. */
  location?: string | null;
}

/** A failure whose cause stands as it is; what expressions throw is told with the state it happened in. */
export class StateFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.cause ?? failure.error ?? '');
    this.name = 'StateFailure';
    this.failure = failure;
  }
}

/** The failure that a thrown value means. Anything unforeseen in an expression is a States.Runtime, as AWS has it. */
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

/** Errors that no wildcard catches. */
const TERMINAL = new Set(['States.Runtime', 'States.DataLimitExceeded']);

/** Whether a Retry or Catch with these ErrorEquals is meant. */
export function matches(names: readonly string[], failure: Failure): boolean {
  const error = failure.error ?? '';
  if (error === 'States.Runtime') return false;
  return names.some(
    (name) =>
      name === error ||
      (failure.alias !== undefined && name === failure.alias) ||
      (!TERMINAL.has(error) && (name === 'States.ALL' || (name === 'States.TaskFailed' && error !== 'States.Timeout'))),
  );
}
