/** The answers a provider can give. */

import type {
  Disassociated,
  ErrorClass,
  Failed,
  InProgress,
  Json,
  Observation,
  Progress,
  RunContext,
} from './contract.ts';
import { type ServiceError, tryCall } from './errors.ts';
import type { Pace } from './pace.ts';

/** The service status of an association that the service does not list. */
export const ABSENT = 'ABSENT';

export const notListed: Observation = { serviceStatus: ABSENT, snapshot: null };

const notObserved: Observation = { serviceStatus: 'UNKNOWN', snapshot: null };

/** When the service accepted the removal, as far as an earlier run knows. ISO 8601. */
export function acceptedAt({ earlier }: RunContext): string | undefined {
  return earlier?.state === 'IN_PROGRESS' ? earlier.acceptedAt : undefined;
}

/** What an earlier run left for this one. */
export function memoryOf({ earlier }: RunContext): Json | undefined {
  return earlier?.state === 'IN_PROGRESS' ? earlier.memory : undefined;
}

/** A request speaks of the association as it stood at its timestamp: one that began later is skipped. */
export function associatedAfterRequest({ request }: RunContext, since: Date | undefined): boolean {
  return since !== undefined && since.getTime() > Date.parse(request.timestamp);
}

/** Whether this run, or the plan that it is part of, has read the association: only one that is listed is waited for. */
export function wasSeen({ earlier, seenByPlan = false }: RunContext): boolean {
  return seenByPlan || earlier?.state === 'IN_PROGRESS';
}

/** What is known of an association that a read did not show. */
interface Absence {
  note?: string | undefined;
  /** An earlier read showed it. Default: `wasSeen`. */
  seen?: boolean;
}

export const NEVER_SEEN = 'no read of this request showed it: it was removed before, or the name is mistyped';
export const RETRIED = 'an earlier attempt of this request, whose answer is lost, may have removed it';

/** It is not there: disassociated, if its removal had been accepted, else gone before. */
export function absent(context: RunContext, observation: Observation, absence: Absence = {}): Disassociated {
  const { note, seen = wasSeen(context) } = absence;
  if (acceptedAt(context) !== undefined) return disassociated(observation, note === undefined ? {} : { note });
  const neverSeen = !seen && context.retried !== true;
  const reason = note ?? (neverSeen ? NEVER_SEEN : seen ? undefined : RETRIED);
  return {
    ...observation,
    state: 'DISASSOCIATED',
    outcome: 'ALREADY_GONE',
    confirmed: true,
    ...(neverSeen && { neverSeen }),
    ...(reason !== undefined && { note: reason }),
  };
}

/**
 * Its parent does not exist. That is no success of a removal: one that was read before has been deleted since, and any
 * other may be mistyped.
 * @param words the service's own.
 */
export function parentAbsent(
  observation: Observation,
  { words, seen }: { words: string; seen: boolean },
): Disassociated | Failed {
  return seen
    ? {
        ...observation,
        state: 'DISASSOCIATED',
        outcome: 'ALREADY_GONE',
        confirmed: true,
        parentDeleted: true,
        note: words,
      }
    : failed(observation, { ...PARENT_NOT_FOUND, message: words, notFound: true });
}

export const PARENT_NOT_FOUND = {
  error: 'NotFound',
  advice: 'Check the names in the request, its account and its Region, then send it again under a new id.',
} as const;

export function disassociated(
  observation: Observation,
  { confirmed = true, note }: { confirmed?: boolean; note?: string } = {},
): Disassociated {
  return {
    ...observation,
    state: 'DISASSOCIATED',
    outcome: 'DISASSOCIATED',
    confirmed,
    ...(note !== undefined && { note }),
  };
}

export function skipped(observation: Observation, note: string): Disassociated {
  return { ...observation, state: 'DISASSOCIATED', outcome: 'SKIPPED', confirmed: true, note };
}

export function inProgress(
  observation: Observation,
  wait: Pick<InProgress, 'next' | 'waitingFor' | 'waitingMessage' | 'acceptedAt' | 'until' | 'memory'>,
): InProgress {
  return { ...observation, state: 'IN_PROGRESS', ...wait };
}

export function failed(
  observation: Observation,
  failure: Pick<Failed, 'error' | 'message' | 'advice' | 'rejected' | 'notFound'>,
): Failed {
  return { ...observation, state: 'FAILED', ...failure };
}

/** The service's error, in its own words. */
export function rejectedOrFailed(observation: Observation, { errorClass, error }: ServiceError): Failed {
  const rejected = errorClass === 'INVALID';
  return failed(observation, {
    error: error.name,
    message: error.message,
    advice: rejected
      ? 'Correct the request and send it again under a new id.'
      : 'Resolve what the service names, then send a new request.',
    ...(rejected && { rejected }),
  });
}

/** Runs a start. An error that the service answers a read with is final too: a retry would bring the same. */
export async function failOnServiceError(
  classify: (error: Error) => ErrorClass,
  start: () => Promise<Progress>,
): Promise<Progress> {
  const { answer, failure } = await tryCall(start, classify);
  if (answer !== undefined) return answer;
  if (failure.errorClass === 'BUSY' || failure.errorClass === 'NOT_FOUND') throw failure.error;
  return rejectedOrFailed(notObserved, failure);
}

/** The service accepted the removal but shows the association unchanged: late at first, after the grace reverted. */
export function stillAssociated(
  context: RunContext,
  observation: Observation,
  { pace, service }: { pace: Pace; service: string },
): InProgress | Failed {
  const since = acceptedAt(context);
  if (since === undefined) {
    const waitingMessage = `Waiting to request the removal from ${service}.`;
    return inProgress(observation, { next: 'start', waitingFor: 'request', waitingMessage });
  }
  const memory = memoryOf(context);
  if (context.now().getTime() - Date.parse(since) < pace.grace * 1000) {
    return inProgress(observation, {
      next: 'poll',
      waitingFor: 'consistency',
      waitingMessage: `Waiting for ${service} to show that the removal has started.`,
      acceptedAt: since,
      ...(memory !== undefined && { memory }),
    });
  }
  return failed(observation, reverted(observation.serviceStatus, { since, service }));
}

export function reverted(status: string, { since, service }: { since: string; service: string }) {
  return {
    error: 'Reverted',
    message: `${service} accepted the removal at ${since}, but shows ${status} again.`,
    advice: `See in ${service} what still needs the association, then send a new request.`,
  };
}

/**
 * The service answers that the association does not exist, but shows it: one of the two is late. After the grace its
 * answer stands, as a failure.
 */
export function conflictingState(
  context: RunContext,
  observation: Observation,
  { failure, pace }: { failure: ServiceError; pace: Pace },
): InProgress | Failed {
  const now = context.now();
  const { conflictingSince = now.toISOString() } = (memoryOf(context) ?? {}) as { conflictingSince?: string };
  if (now.getTime() - Date.parse(conflictingSince) < pace.grace * 1000) {
    return inProgress(observation, {
      next: 'start',
      waitingFor: 'consistency',
      waitingMessage: `Waiting for what the service shows to agree with its answer (${failure.error.name}).`,
      memory: { conflictingSince },
    });
  }
  return rejectedOrFailed(observation, { ...failure, errorClass: 'FAILED' });
}
