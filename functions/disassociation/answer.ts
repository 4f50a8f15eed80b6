import type { Entry, EventContract, Problem } from '../../events/define.ts';
import { disassociationCompleted } from '../../events/disassociation-completed.ts';
import { disassociationFailed } from '../../events/disassociation-failed.ts';
import { disassociationRejected, type RejectionError } from '../../events/disassociation-rejected.ts';
import type { DisassociationRequest } from '../../events/disassociation-requested.ts';
import { answerId } from '../../events/ids.ts';
import { answering, type Metadata } from '../../events/metadata.ts';
import { problemLine, truncateProblem } from '../../events/problem.ts';
import { truncate } from '../../events/truncate.ts';
import type { Requester } from '../../offboardings/requester.ts';
import type { StoredEvidence } from '../common/evidence.ts';
import { identify, MAX_NAME_BYTES } from '../common/request.ts';
import type { CompletionInput } from './disassociation.ts';
import { type Completed, type NotCompleted, type Outcome, outcomeOf } from './outcome.ts';
import { secondsBetween } from './pacing.ts';
import { resultFields } from './result-fields.ts';

/** Of the cause of an execution, which Step Functions keeps to 32 KB. */
const MAX_MESSAGE_BYTES = 4000;

export interface Answer {
  outcome: Outcome;
  /** One sentence: the reason for the outcome. */
  message: string;
  neverSeen?: true;
  eventId: string;
  detailType: string;
  durationSeconds: number;
  entry: Entry;
}

export interface Answering {
  bus: string;
  /** Null where there is none of its own. */
  evidence: StoredEvidence | null;
  requester?: Pick<Requester, 'name' | 'proof'> | undefined;
}

/** The answer to a valid request. */
export function answer(
  input: CompletionInput,
  request: DisassociationRequest,
  { bus, evidence, requester }: Answering,
): Answer {
  const outcome = outcomeOf(input);
  if (outcome.outcome === 'REJECTED') return rejection(input, outcome, bus);
  const { at: endedAt, execution } = input;
  const durationSeconds = Math.max(0, secondsBetween(request.metadata.timestamp, endedAt));
  const data = {
    ...requestFields(request),
    ...resultFields(input.disassociation, endedAt),
    endedAt,
    durationSeconds,
    execution,
    ...(requester !== undefined && { requester }),
    ...(evidence !== null && { evidence }),
  };
  const to = { request: request.metadata, at: endedAt, bus };
  const summary = {
    outcome: outcome.outcome,
    message: messageOf(outcome),
    durationSeconds,
    ...('neverSeen' in outcome && outcome.neverSeen && { neverSeen: outcome.neverSeen }),
  };
  return 'error' in outcome
    ? { ...summary, ...eventOf(disassociationFailed, { ...data, ...outcome }, to) }
    : { ...summary, ...eventOf(disassociationCompleted, { ...data, ...outcome }, to) };
}

/**
 * The request does not have its id, nor does one without an execution: another may have it, whose answer must not look like a copy
 * of this one, and may get it later. Whoever may start executions chooses every member of the envelope, and never the execution.
 */
const NOT_ADMITTED: readonly RejectionError[] = ['ID_USED', 'LIMIT', 'NOT_PLANNED'];

/** The answer to a request that is itself the mistake. */
export function rejection(
  input: { request: CompletionInput['request']; execution?: string; at?: string },
  { problems, error = 'INVALID', retryAfter }: Rejection,
  bus: string,
): Answer {
  const { request: envelope, execution, at = new Date().toISOString() } = input;
  const { id, correlationId, association, requestedBy } = identify(envelope);
  const data = {
    outcome: 'REJECTED' as const,
    error,
    ...(retryAfter !== undefined && { retryAfter }),
    problems: problems.map(truncateProblem),
    request: {
      id,
      detailType: truncate(String(envelope['detail-type']), MAX_NAME_BYTES),
      source: truncate(String(envelope.source), MAX_NAME_BYTES),
      ...(association !== undefined && { association }),
      ...(requestedBy !== undefined && { requestedBy }),
    },
    ...(execution !== undefined && { execution }),
  };
  const lines = problems.map(problemLine).join('; ');
  const message = truncate(error === 'INVALID' ? lines : `${error}: ${lines}`, MAX_MESSAGE_BYTES);
  return {
    ...{ outcome: 'REJECTED', message, durationSeconds: 0 },
    ...eventOf(disassociationRejected, data, {
      request: { id, correlationId },
      ...((execution === undefined || NOT_ADMITTED.includes(error)) && { distinct: execution ?? envelope.id }),
      at,
      bus,
    }),
  };
}

export interface Rejection {
  problems: readonly Problem[];
  error?: RejectionError;
  retryAfter?: string;
}

interface Addressee {
  request: Pick<Metadata, 'id' | 'correlationId'>;
  /** Distinguishes several answers of one detail-type to requests with one id. */
  distinct?: string;
  at: string;
  bus: string;
}

/** The entry, under the id that every copy of this answer has. */
function eventOf<Data>(
  contract: EventContract<{ metadata: Metadata; data: Data }>,
  data: Data,
  { request, distinct = '', at, bus }: Addressee,
) {
  const { detailType } = contract;
  const eventId = answerId(request.id, `${detailType}${distinct}`);
  const metadata = answering(request, { id: eventId, timestamp: at });
  return { eventId, detailType, entry: contract.entry({ metadata, data }, bus) };
}

function messageOf(outcome: Completed | NotCompleted): string {
  return 'error' in outcome ? `${outcome.error}: ${outcome.message}` : (outcome.note ?? outcome.outcome);
}

function requestFields({ metadata, data }: DisassociationRequest) {
  const { association, target, where } = data;
  return { request: metadata, association, target: { ...target }, ...(where !== undefined && { where }) };
}
