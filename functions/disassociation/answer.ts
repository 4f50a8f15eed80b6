/** The one event that answers a request. */

import type { Entry, EventContract, Problem } from '../../events/define.ts';
import { disassociationCompleted } from '../../events/disassociation-completed.ts';
import { disassociationFailed } from '../../events/disassociation-failed.ts';
import { disassociationRejected } from '../../events/disassociation-rejected.ts';
import type { DisassociationRequest } from '../../events/disassociation-requested.ts';
import { answerId } from '../../events/ids.ts';
import { answering, type Metadata } from '../../events/metadata.ts';
import type { ItemResult } from '../../offboardings/item-result.ts';
import { identify } from '../common/request.ts';
import { type CompletionInput, type Disassociation, NOT_OBSERVED } from './disassociation.ts';
import { type EvidenceObject, evidenceObjectOf } from './evidence-object.ts';
import { endingOf, type Gone, type NotGone, type Outcome } from './outcome.ts';
import { secondsBetween } from './pacing.ts';

export interface Answer {
  outcome: Outcome;
  /** One sentence: why it ended so. */
  message: string;
  eventId: string;
  detailType: string;
  durationSeconds: number;
  entry: Entry;
  /** Null where there is no evidence to keep. */
  evidenceObject: EvidenceObject | null;
}

/** The answer to a request that kept its contract. */
export function answer(input: CompletionInput, request: DisassociationRequest, bus: string): Answer {
  const ending = endingOf(input);
  if (ending.outcome === 'REJECTED') return rejection(input, ending.problems, bus);
  const { at: endedAt, execution } = input;
  const course = courseOf(input.disassociation, endedAt);
  const evidenceObject = evidenceObjectOf(input, request, { ...course, ...endOf(ending), endedAt });
  const durationSeconds = Math.max(0, secondsBetween(request.metadata.timestamp, endedAt));
  const told = {
    ...askedBy(request),
    ...course,
    endedAt,
    durationSeconds,
    execution,
    ...(evidenceObject !== null && {
      evidence: { bucket: evidenceObject.bucket, key: evidenceObject.key, head: evidenceObject.document.head },
    }),
  };
  const say = { to: request.metadata, at: endedAt, bus };
  const answered = { ...toldOf(ending), durationSeconds, evidenceObject };
  if ('error' in ending) return { ...answered, ...said(disassociationFailed, { ...told, ...ending }, say) };
  return { ...answered, ...said(disassociationCompleted, { ...told, ...ending }, say) };
}

/** As evidence has it. */
function endOf(ending: Gone | NotGone): Pick<ItemResult, 'outcome' | 'error' | 'message'> {
  const { outcome } = ending;
  if ('error' in ending) return { outcome, error: ending.error, message: ending.message };
  return { outcome, ...(ending.note !== undefined && { message: ending.note }) };
}

/** How it ended, in one sentence. */
function toldOf(ending: Gone | NotGone): Pick<Answer, 'outcome' | 'message'> {
  const { outcome } = ending;
  if ('error' in ending) return { outcome, message: `${ending.error}: ${ending.message}` };
  return { outcome, message: ending.note ?? outcome };
}

/** The answer to a request that is itself the mistake. */
export function rejection(
  input: { request: CompletionInput['request']; execution?: string; at?: string },
  problems: readonly Problem[],
  bus: string,
): Answer {
  const { request: envelope, execution, at = new Date().toISOString() } = input;
  const { id, correlationId, association, requestedBy } = identify(envelope);
  const data = {
    outcome: 'REJECTED' as const,
    problems: [...problems],
    request: {
      id,
      detailType: envelope['detail-type'],
      source: envelope.source,
      ...(association !== undefined && { association }),
      ...(requestedBy !== undefined && { requestedBy }),
    },
    ...(execution !== undefined && { execution }),
  };
  const say = { to: { id, correlationId }, at, bus };
  const message = problems.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return {
    outcome: 'REJECTED',
    message,
    durationSeconds: 0,
    evidenceObject: null,
    ...said(disassociationRejected, data, say),
  };
}

interface Say {
  to: Pick<Metadata, 'id' | 'correlationId'>;
  at: string;
  bus: string;
}

/** The entry, under the id that every copy of this answer has. */
function said<Data>(contract: EventContract<{ metadata: Metadata; data: Data }>, data: Data, { to, at, bus }: Say) {
  const { detailType } = contract;
  const eventId = answerId(to.id, detailType);
  const metadata = answering(to, { id: eventId, timestamp: at });
  return { eventId, detailType, entry: contract.entry({ metadata, data }, bus) };
}

function askedBy({ metadata, data }: DisassociationRequest) {
  const { association, target, where } = data;
  return { request: metadata, association, target: { ...target }, ...(where !== undefined && { where }) };
}

function courseOf(disassociation: Disassociation | null, endedAt: string) {
  if (disassociation === null) return { ...NOT_OBSERVED, startedAt: endedAt };
  const { progress, before, polls, calls, callCount, startedAt, acceptedAt } = disassociation;
  return {
    serviceStatus: progress.serviceStatus,
    before,
    after: progress.snapshot,
    ...(progress.items !== undefined && { items: progress.items }),
    polls,
    calls: [...calls],
    callCount,
    startedAt,
    ...(acceptedAt !== undefined && { acceptedAt }),
  };
}
