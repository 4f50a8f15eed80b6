/** What ended a disassociation, put into words for whoever asked. */

import type { Disassociated, Failed } from '../../associations/contract.ts';
import type { Problem } from '../../events/define.ts';
import type { Caught, CompletionInput, Disassociation } from './disassociation.ts';

export interface Gone {
  outcome: 'DISASSOCIATED' | 'ALREADY_GONE' | 'SKIPPED';
  confirmed: boolean;
  note?: string;
}

export interface NotGone {
  outcome: 'FAILED' | 'TIMED_OUT';
  error: string;
  message: string;
  advice: string;
}

export interface Refused {
  outcome: 'REJECTED';
  problems: readonly Problem[];
}

export type Ending = Gone | NotGone | Refused;
export type Outcome = Ending['outcome'];

export function endingOf({ disassociation, failure, lastError }: CompletionInput): Ending {
  if (failure !== null) return broken(failure);
  if (disassociation === null) return timedOut(null, lastError);
  const { progress, problems } = disassociation;
  if (progress.state === 'IN_PROGRESS') return timedOut(disassociation, lastError);
  return progress.state === 'DISASSOCIATED' ? gone(progress) : refusedOrFailed(progress, problems);
}

function gone({ outcome, confirmed, note }: Disassociated): Ending {
  return { outcome, confirmed, ...(note !== undefined && { note }) };
}

function refusedOrFailed(progress: Failed, problems?: readonly Problem[]): Ending {
  const { error, message, advice, rejected = false } = progress;
  if (!rejected) return { outcome: 'FAILED', error, message, advice };
  return {
    outcome: 'REJECTED',
    problems: problems ?? [{ path: 'detail.data', message: `${error}: ${message} ${advice}` }],
  };
}

function timedOut(disassociation: Disassociation | null, lastError: Caught | null): Ending {
  const progress = disassociation?.progress;
  const waited = progress?.state === 'IN_PROGRESS' ? ` ${progress.waitingMessage}` : '';
  const last = lastError === null ? '' : ` The last attempt failed: ${causeOf(lastError)}.`;
  return {
    outcome: 'TIMED_OUT',
    error: 'TimedOut',
    message: `The deadline${disassociation === null ? '' : ` ${disassociation.deadline}`} has passed.${waited}${last}`,
    advice: 'See what holds the service up; then ask again with a later deadline, if it should still end.',
  };
}

/** An error no state could go on from. */
function broken(failure: Caught): Ending {
  if (failure.Error === 'States.Timeout' || failure.Error === 'TIMED_OUT') {
    return { outcome: 'TIMED_OUT', error: 'TimedOut', message: causeOf(failure), advice: 'Ask again.' };
  }
  const denied = failure.Error === 'AccessDenied';
  return {
    outcome: 'FAILED',
    error: failure.Error,
    message: causeOf(failure),
    advice: denied
      ? 'Allow the role that is named what it lacks, here or in the spoke account; then ask again.'
      : 'Read the execution and the log of its last function; then ask again.',
  };
}

/** Lambda wraps what a function threw in JSON: `{"errorType", "errorMessage", "trace"}`. The message is what counts. */
function causeOf({ Error: error, Cause = '' }: Caught): string {
  try {
    const { errorMessage } = JSON.parse(Cause) as { errorMessage?: string };
    return errorMessage ?? Cause;
  } catch {
    return Cause === '' ? error : Cause;
  }
}
