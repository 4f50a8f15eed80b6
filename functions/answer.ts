/** How a disassociation ended, and the one event that says so. */

import type { Progress } from '../associations/contract.ts';
import type { Entry, Problem } from '../events/define.ts';
import { disassociationCompleted } from '../events/disassociation-completed.ts';
import { disassociationFailed } from '../events/disassociation-failed.ts';
import { disassociationRejected } from '../events/disassociation-rejected.ts';
import type { DisassociationRequest } from '../events/disassociation-requested.ts';
import { answerId } from '../events/ids.ts';
import { answering } from '../events/metadata.ts';
import type { Caught, Disassociation, EndInput } from './disassociation.ts';
import { secondsBetween } from './pacing.ts';
import { identify } from './request.ts';

export type Outcome = 'DISASSOCIATED' | 'ALREADY_GONE' | 'SKIPPED' | 'FAILED' | 'REJECTED' | 'TIMED_OUT';

/** What ended it, before it is put into words for anybody. */
type Ending =
  | { outcome: 'DISASSOCIATED' | 'ALREADY_GONE' | 'SKIPPED'; confirmed: boolean; note?: string }
  | { outcome: 'FAILED' | 'TIMED_OUT'; error: string; message: string; advice: string }
  | { outcome: 'REJECTED'; problems: readonly Problem[] };

export interface Answer {
  outcome: Outcome;
  /** One sentence: why it ended so. */
  message: string;
  eventId: string;
  detailType: string;
  durationSeconds: number;
  entry: Entry;
}

/** The answer to a request that kept its contract. */
export function answer(input: EndInput, request: DisassociationRequest, bus: string): Answer {
  const ending = endingOf(input);
  if (ending.outcome === 'REJECTED') return rejection(input, ending.problems, bus);
  const contract = 'error' in ending ? disassociationFailed : disassociationCompleted;
  const endedAt = new Date().toISOString();
  const durationSeconds = Math.max(0, secondsBetween(request.metadata.timestamp, endedAt));
  const id = answerId(request.metadata.id, contract.detailType);
  const { association, target, where } = request.data;
  const detail = {
    metadata: answering(request.metadata, { id, timestamp: endedAt }),
    data: {
      request: request.metadata,
      association,
      target,
      ...(where !== undefined && { where }),
      ...ending,
      ...courseOf(input.disassociation, endedAt),
      endedAt,
      durationSeconds,
      execution: input.execution,
    },
  };
  return {
    outcome: ending.outcome,
    message: 'error' in ending ? `${ending.error}: ${ending.message}` : (ending.note ?? ending.outcome),
    eventId: id,
    detailType: contract.detailType,
    durationSeconds,
    // Each contract reads the detail before it goes out, so a branch that forgot a field cannot send it.
    entry: (contract as typeof disassociationCompleted).entry(detail as never, bus),
  };
}

/** The answer to a request that is itself the mistake. */
export function rejection(
  input: Pick<EndInput, 'request'> & { execution?: string },
  problems: readonly Problem[],
  bus: string,
): Answer {
  const { request: envelope, execution } = input;
  const { id, correlationId, association, requestedBy } = identify(envelope);
  const eventId = answerId(id, disassociationRejected.detailType);
  const timestamp = new Date().toISOString();
  return {
    outcome: 'REJECTED',
    message: problems.map(({ path, message }) => `${path}: ${message}`).join('; '),
    eventId,
    detailType: disassociationRejected.detailType,
    durationSeconds: 0,
    entry: disassociationRejected.entry(
      {
        metadata: answering({ id, correlationId }, { id: eventId, timestamp }),
        data: {
          outcome: 'REJECTED',
          problems: [...problems],
          request: {
            id,
            detailType: envelope['detail-type'],
            source: envelope.source,
            ...(association !== undefined && { association }),
            ...(requestedBy !== undefined && { requestedBy }),
          },
          ...(execution !== undefined && { execution }),
        },
      },
      bus,
    ),
  };
}

function endingOf({ disassociation, failure, trouble }: EndInput): Ending {
  if (failure !== null) return broken(failure);
  if (disassociation === null) return timedOut(null, trouble);
  const { progress, problems } = disassociation;
  if (progress.state === 'IN_PROGRESS') return timedOut(disassociation, trouble);
  return progress.state === 'DISASSOCIATED' ? gone(progress) : refusedOrFailed(progress, problems);
}

function gone({ outcome, confirmed, note }: Extract<Progress, { state: 'DISASSOCIATED' }>): Ending {
  return { outcome, confirmed, ...(note !== undefined && { note }) };
}

function refusedOrFailed(progress: Extract<Progress, { state: 'FAILED' }>, problems?: readonly Problem[]): Ending {
  const { error, message, advice, rejected = false } = progress;
  if (!rejected) return { outcome: 'FAILED', error, message, advice };
  return {
    outcome: 'REJECTED',
    problems: problems ?? [{ path: 'detail.data', message: `${error}: ${message} ${advice}` }],
  };
}

function timedOut(disassociation: Disassociation | null, trouble: Caught | null): Ending {
  const progress = disassociation?.progress;
  const waited = progress?.state === 'IN_PROGRESS' ? ` It was waiting for ${progress.waitingFor}.` : '';
  const last = trouble === null ? '' : ` The last attempt failed: ${causeOf(trouble)}.`;
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

function courseOf(disassociation: Disassociation | null, endedAt: string) {
  if (disassociation === null) {
    return {
      providerStatus: 'UNKNOWN',
      before: null,
      after: null,
      looks: 0,
      calls: [],
      callsMade: 0,
      startedAt: endedAt,
    };
  }
  const { progress, before, looks, calls, callsMade, startedAt, acceptedAt } = disassociation;
  return {
    providerStatus: progress.providerStatus,
    before,
    after: progress.shown,
    ...(progress.items !== undefined && { items: progress.items }),
    looks,
    calls,
    callsMade,
    startedAt,
    ...(acceptedAt !== undefined && { acceptedAt }),
  };
}
