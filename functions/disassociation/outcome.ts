/** How a disassociation ended, with a message and an advice for whoever requested it. */

import type { Disassociated, Failed } from '../../associations/common/contract.ts';
import type { Problem } from '../../events/define.ts';
import type { RejectionError } from '../../events/disassociation-rejected.ts';
import type { AdmissionError, Caught, CompletionInput, Disassociation } from './disassociation.ts';

export type Completed = Pick<
  Disassociated,
  'outcome' | 'confirmed' | 'neverSeen' | 'parentDeleted' | 'alsoRemoved' | 'note'
>;

export interface NotCompleted {
  outcome: 'NOT_FOUND' | 'FAILED' | 'TIMED_OUT';
  error: string;
  message: string;
  advice: string;
}

export interface Rejected {
  outcome: 'REJECTED';
  problems: readonly Problem[];
  error?: RejectionError;
  retryAfter?: string;
}

export type OutcomeRecord = Completed | NotCompleted | Rejected;
export type Outcome = OutcomeRecord['outcome'];

export function outcomeOf({ disassociation, rejection, failure, lastError }: CompletionInput): OutcomeRecord {
  if (rejection !== null) return notAdmitted(rejection);
  if (failure !== null) return executionFailed(failure);
  if (disassociation === null) return timedOut(null, lastError);
  const { progress } = disassociation;
  if (progress.state === 'IN_PROGRESS') return timedOut(disassociation, lastError);
  return progress.state === 'DISASSOCIATED' ? completed(progress) : rejectedOrFailed(progress, disassociation);
}

/** Before any call of a service. */
export function notAdmitted(rejection: AdmissionError): Rejected {
  return { outcome: 'REJECTED', ...rejection };
}

function completed({ outcome, confirmed, neverSeen, parentDeleted, alsoRemoved, note }: Disassociated): OutcomeRecord {
  return {
    outcome,
    confirmed,
    ...(neverSeen && { neverSeen }),
    ...(parentDeleted && { parentDeleted }),
    ...(alsoRemoved !== undefined && { alsoRemoved }),
    ...(note !== undefined && { note }),
  };
}

function rejectedOrFailed(
  progress: Failed,
  { problems, rejectedFor }: Pick<Disassociation, 'problems' | 'rejectedFor'>,
): OutcomeRecord {
  const { error, message, advice, rejected = false, notFound = false } = progress;
  if (!rejected) return { outcome: notFound ? 'NOT_FOUND' : 'FAILED', error, message, advice };
  return {
    outcome: 'REJECTED',
    ...(rejectedFor !== undefined && { error: rejectedFor }),
    problems: problems ?? [{ path: 'detail.data', message: `${error}: ${message} ${advice}` }],
  };
}

function timedOut(disassociation: Disassociation | null, lastError: Caught | null): OutcomeRecord {
  const progress = disassociation?.progress;
  const waited = progress?.state === 'IN_PROGRESS' ? ` ${progress.waitingMessage}` : '';
  const last = lastError === null ? '' : ` The last attempt failed: ${messageOf(lastError)}.`;
  return {
    outcome: 'TIMED_OUT',
    error: 'TimedOut',
    message: `The deadline${disassociation === null ? '' : ` ${disassociation.deadline}`} has passed.${waited}${last}`,
    advice: 'Find out what delays the service. To try again, send a new request with a later deadline.',
  };
}

/** An error that the state machine could not go on from. */
function executionFailed(failure: Caught): OutcomeRecord {
  if (failure.Error === 'States.Timeout' || failure.Error === 'TIMED_OUT') {
    return { outcome: 'TIMED_OUT', error: 'TimedOut', message: messageOf(failure), advice: 'Send the request again.' };
  }
  return {
    outcome: 'FAILED',
    error: failure.Error,
    message: messageOf(failure),
    advice:
      failure.Error === 'AccessDenied'
        ? 'Give the role in the message the permission it lacks, here or in the spoke account. Then send the request again.'
        : 'Read the execution and the log of its last function. Then send the request again.',
  };
}

/** Lambda wraps an error that a function threw: `{"errorType", "errorMessage", "trace"}`. */
function messageOf({ Error: error, Cause = '' }: Caught): string {
  try {
    const { errorMessage } = JSON.parse(Cause) as { errorMessage?: string };
    return errorMessage ?? Cause;
  } catch {
    return Cause === '' ? error : Cause;
  }
}
