/** The answers an association can give, each made in one place. */

import type { Disassociated, Failed, InProgress, Json, Meaning, Pace, Progress, Session } from './contract.ts';
import { ask, type Refusal } from './refusal.ts';

/** What one look saw. */
export interface Seen {
  serviceStatus: string;
  snapshot: Json;
}

export const ABSENT = 'ABSENT';

export const nothing: Seen = { serviceStatus: ABSENT, snapshot: null };

/** It could not be looked at. */
const unseen: Seen = { serviceStatus: 'UNKNOWN', snapshot: null };

/** When the service accepted the end, as far as an earlier run knows. ISO 8601. */
export function acceptedAt({ earlier }: Session): string | undefined {
  return earlier?.state === 'IN_PROGRESS' ? earlier.acceptedAt : undefined;
}

/** What an earlier run left to be remembered. */
export function memoryOf({ earlier }: Session): Json | undefined {
  return earlier?.state === 'IN_PROGRESS' ? earlier.memory : undefined;
}

/** The association began after the request was made, which therefore does not speak of it. */
export function beganLater({ request }: Session, since: Date | undefined): boolean {
  return since !== undefined && since.getTime() > Date.parse(request.timestamp);
}

/** It is not there: ended, if its end had been accepted, and gone before we came, if not. */
export function gone(session: Session, seen: Seen, note?: string): Disassociated {
  const outcome = acceptedAt(session) === undefined ? 'ALREADY_GONE' : 'DISASSOCIATED';
  return { ...seen, state: 'DISASSOCIATED', outcome, confirmed: true, ...(note !== undefined && { note }) };
}

export function ended(
  seen: Seen,
  { confirmed = true, note }: { confirmed?: boolean; note?: string } = {},
): Disassociated {
  return { ...seen, state: 'DISASSOCIATED', outcome: 'DISASSOCIATED', confirmed, ...(note !== undefined && { note }) };
}

export function skipped(seen: Seen, note: string): Disassociated {
  return { ...seen, state: 'DISASSOCIATED', outcome: 'SKIPPED', confirmed: true, note };
}

export function waiting(
  seen: Seen,
  wait: Pick<InProgress, 'next' | 'waitingFor' | 'waitingMessage' | 'acceptedAt' | 'until' | 'memory'>,
): InProgress {
  return { ...seen, state: 'IN_PROGRESS', ...wait };
}

export function failed(seen: Seen, why: Pick<Failed, 'error' | 'message' | 'advice' | 'rejected'>): Failed {
  return { ...seen, state: 'FAILED', ...why };
}

/** The service's no, in its own words. */
export function refused(seen: Seen, { meaning, error }: Refusal): Failed {
  const rejected = meaning === 'REJECTED';
  return failed(seen, {
    error: error.name,
    message: error.message,
    advice: rejected
      ? 'Correct the request and send it again under a new id.'
      : 'Mend what the service names; then ask again with a new request.',
    ...(rejected && { rejected }),
  });
}

/** Runs a start. A no that came while it only looked is its answer, too: asking again would bring the same. */
export async function orRefused(meaning: (error: Error) => Meaning, start: () => Promise<Progress>): Promise<Progress> {
  const { answer, refusal } = await ask(start, meaning);
  if (answer !== undefined) return answer;
  if (refusal.meaning === 'BUSY' || refusal.meaning === 'GONE') throw refusal.error;
  return refused(unseen, refusal);
}

/**
 * The service accepted the end but shows the association as if nothing had been asked: for a moment it may be behind,
 * after that it went back.
 */
export function stillThere(
  session: Session,
  seen: Seen,
  { pace, service }: { pace: Pace; service: string },
): InProgress | Failed {
  const since = acceptedAt(session);
  if (since === undefined) {
    return waiting(seen, {
      next: 'start',
      waitingFor: 'request',
      waitingMessage: `Waiting to request the removal from ${service}.`,
    });
  }
  const memory = memoryOf(session);
  const wait = { acceptedAt: since, ...(memory !== undefined && { memory }) };
  if (session.now().getTime() - Date.parse(since) < pace.grace * 1000) {
    return waiting(seen, {
      next: 'poll',
      waitingFor: 'consistency',
      waitingMessage: `Waiting for ${service} to show that the removal has started.`,
      ...wait,
    });
  }
  return failed(seen, wentBack(seen.serviceStatus, { since, service }));
}

export function wentBack(status: string, { since, service }: { since: string; service: string }) {
  return {
    error: 'WentBack',
    message: `${service} accepted the end at ${since}, but shows ${status} again: it went back.`,
    advice: `See in ${service} what still needs the association; then ask again with a new request.`,
  };
}

/**
 * The service says that the association is not there, but shows it: one of the two is behind. After a while it is
 * believed, for what it shows is what counts.
 */
export function disputed(
  session: Session,
  seen: Seen,
  { refusal, pace }: { refusal: Refusal; pace: Pace },
): InProgress | Failed {
  const { disputedSince = session.now().toISOString() } = (memoryOf(session) ?? {}) as { disputedSince?: string };
  if (session.now().getTime() - Date.parse(disputedSince) < pace.grace * 1000) {
    return waiting(seen, {
      next: 'start',
      waitingFor: 'consistency',
      waitingMessage: `Waiting for what the service shows to agree with its answer (${refusal.error.name}).`,
      memory: { disputedSince },
    });
  }
  return refused(seen, { ...refusal, meaning: 'FAILED' });
}
