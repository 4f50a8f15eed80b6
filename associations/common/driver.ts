/**
 * Start and poll of a kind that one call removes. The kind reads its service, requests the removal and classifies
 * what it reads; the rules that all such kinds share are here.
 */

import type {
  AssociationProvider,
  ErrorClass,
  Failed,
  InProgress,
  Json,
  Observation,
  Progress,
  RunContext,
  StatusClass,
} from './contract.ts';
import { type ServiceError, tryCall } from './errors.ts';
import type { Policy } from './policy.ts';
import {
  absent,
  acceptedAt,
  associatedAfterRequest,
  conflictingState,
  disassociated,
  failed,
  failOnServiceError,
  inProgress,
  parentAbsent,
  rejectedOrFailed,
  skipped,
  stillAssociated,
  wasSeen,
} from './progress.ts';
import type { Target } from './target.ts';

/** What one read of the service showed. */
export interface Reading {
  observation: Observation;
  /** DISASSOCIATED where the association is not listed; undefined for an unknown status. */
  statusClass: StatusClass | undefined;
  /** When the association began. */
  since?: Date | undefined;
  /** The parent resource does not exist, in the service's words. */
  parentMissing?: string | undefined;
  /** What else is known of one that is not listed. */
  note?: string | undefined;
  /** Why its disassociation failed. */
  failure?: Pick<Failed, 'error' | 'message' | 'advice'>;
  /** What the next run must know. */
  memory?: Json;
}

/** What a kind gives the driver. */
export interface Operations<T extends Target, R extends Reading> {
  policy: Policy<T>;
  /** The association in messages: `the user`. */
  noun: string;
  /** Why one that began after the request is skipped. */
  skippedNote: string;
  classify(error: Error): ErrorClass;
  /** Reads every page. @param earlier the reading before, in the same run. @throws what it may not read. */
  observe(target: T, context: RunContext, earlier?: R): Promise<R>;
  /** Requests the removal, in one attempt. @returns what the answer shows; undefined where it shows nothing. */
  request(target: T, context: RunContext, reading: R): Promise<R | undefined>;
  /** The same as the reading's `parentMissing`, where only another read can tell. */
  parentMissing?(target: T, context: RunContext, reading: R): Promise<string | undefined>;
  /** Why a request for an association that is not listed must fail: it is wrong in itself. */
  rejectAbsent?(target: T, context: RunContext, reading: R): Promise<Failed | undefined>;
  /** After an error: why the service removes it without a request, as a sentence; undefined where it does not. */
  removedByService?(context: RunContext, reading: R): Promise<string | undefined>;
}

export function driver<T extends Target, R extends Reading>(
  operations: Operations<T, R>,
): Pick<AssociationProvider<T>, 'start' | 'poll'> {
  const { policy, noun, skippedNote, classify, observe } = operations;
  const { service } = policy;
  const grace = { pace: policy.pace, service };

  async function start(target: T, context: RunContext): Promise<Progress> {
    const reading = await observe(target, context);
    const { observation, statusClass, since } = reading;
    if (statusClass === 'DISASSOCIATED') {
      return (await operations.rejectAbsent?.(target, context, reading)) ?? absence(target, context, reading);
    }
    // A removal that goes on is joined: a second request could fail, or mail people again.
    if (statusClass === 'DISASSOCIATING') return removing(reading, acceptedAt(context) ?? now(context));
    if (associatedAfterRequest(context, since)) return skipped(observation, skippedNote);
    if (isAssociated(statusClass) && acceptedAt(context) !== undefined) {
      return stillAssociated(context, observation, grace);
    }
    if (isAssociated(statusClass) || statusClass === 'DISASSOCIATION_FAILED') {
      return { ...(await request(target, context, reading)), before: observation.snapshot };
    }
    return otherChange(reading);
  }

  async function request(target: T, context: RunContext, before: R): Promise<Progress> {
    const { answer, failure } = await tryCall(() => operations.request(target, context, before), classify);
    if (failure !== undefined) return afterError(target, context, { before, failure });
    const reading = answer ?? (await observe(target, context, before));
    const { observation, statusClass } = reading;
    if (statusClass === 'DISASSOCIATED') {
      return disassociated(observation, reading.note === undefined ? {} : { note: reading.note });
    }
    if (!isAssociated(statusClass)) return removing(reading, now(context));
    return inProgress(observation, {
      next: 'poll',
      waitingFor: 'consistency',
      waitingMessage: `Waiting for ${service} to stop showing ${noun}.`,
      ...accepted(reading, now(context)),
    });
  }

  /** Services answer not found, invalid or busy for what is removed or being removed already: the read decides. */
  async function afterError(
    target: T,
    context: RunContext,
    { before, failure }: { before: R; failure: ServiceError },
  ): Promise<Progress> {
    const reading = await observe(target, context, before);
    const { observation, statusClass } = reading;
    if (statusClass === 'DISASSOCIATED') return absence(target, context, reading, true);
    if (statusClass === 'DISASSOCIATING') return removing(reading, now(context));
    if (failure.errorClass === 'BUSY') return otherChange(reading);
    if (failure.errorClass === 'FAILED') return rejectedOrFailed(observation, failure);
    const waitingMessage = await operations.removedByService?.(context, reading);
    if (waitingMessage !== undefined) {
      return inProgress(observation, { next: 'start', waitingFor: 'removal', waitingMessage });
    }
    return failure.errorClass === 'NOT_FOUND'
      ? conflictingState(context, observation, { failure, pace: policy.pace })
      : rejectedOrFailed(observation, failure);
  }

  async function poll(target: T, context: RunContext): Promise<Progress> {
    const reading = await observe(target, context);
    const { observation, statusClass, since } = reading;
    const accepted = acceptedAt(context);
    if (statusClass === 'DISASSOCIATED') return absence(target, context, reading);
    if (accepted !== undefined && since !== undefined && since > new Date(accepted)) {
      return disassociated(observation, { note: 'it has been associated again since' });
    }
    if (statusClass === 'DISASSOCIATION_FAILED' && reading.failure !== undefined) {
      return failed(observation, reading.failure);
    }
    if (isAssociated(statusClass) || accepted === undefined) return stillAssociated(context, observation, grace);
    return removing(reading, accepted);
  }

  /** @param seen an earlier read showed the association. */
  async function absence(target: T, context: RunContext, reading: R, seen = wasSeen(context)): Promise<Progress> {
    const { observation, note, parentMissing } = reading;
    const words = parentMissing ?? (await operations.parentMissing?.(target, context, reading));
    return words === undefined
      ? absent(context, observation, { note, seen })
      : parentAbsent(observation, { words, seen });
  }

  function removing(reading: R, since: string): InProgress {
    return inProgress(reading.observation, {
      next: 'poll',
      waitingFor: 'removal',
      waitingMessage: `Waiting for ${service} to remove ${noun}.`,
      ...accepted(reading, since),
    });
  }

  function otherChange({ observation }: R): InProgress {
    return inProgress(observation, {
      next: 'start',
      waitingFor: 'other-change',
      waitingMessage: `Waiting for another change of ${noun} to end (status ${observation.serviceStatus}).`,
    });
  }

  return { start: (target, context) => failOnServiceError(classify, () => start(target, context)), poll };
}

/** What never became active is removed like what did. */
function isAssociated(statusClass: StatusClass | undefined): boolean {
  return statusClass === 'ASSOCIATED' || statusClass === 'ASSOCIATION_FAILED';
}

function accepted({ memory }: Reading, acceptedAt: string): Pick<InProgress, 'acceptedAt' | 'memory'> {
  return { acceptedAt, ...(memory !== undefined && { memory }) };
}

function now(context: RunContext): string {
  return context.now().toISOString();
}
