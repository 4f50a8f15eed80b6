/** Publishes the outcome of a disassociation. Every execution runs this task, so that every request gets an answer. */

import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { InvalidEvent } from '../events/define.ts';
import { busName, putEvent } from './common/put-event.ts';
import { identify, readRequest } from './common/request.ts';
import { task } from './common/task.ts';
import { type Count, count } from './common/telemetry.ts';
import { type Answer, answer, rejection } from './disassociation/answer.ts';
import type { CompletionInput } from './disassociation/disassociation.ts';
import type { EvidenceObject } from './disassociation/evidence-object.ts';
import { notAdmitted, type Outcome } from './disassociation/outcome.ts';

const eventBridge = new EventBridgeClient({});

/** The output of the state machine. */
export interface Completed {
  outcome: Outcome;
  message: string;
  /** With ALREADY_GONE: the association was never read. */
  neverSeen?: true;
  event: { id: string; detailType: string };
  /** The evidence that the state machine stores. */
  evidenceObject: EvidenceObject | null;
}

const COUNTS: Readonly<Record<Outcome, Count>> = {
  DISASSOCIATED: 'Completed',
  ALREADY_GONE: 'Completed',
  SKIPPED: 'Completed',
  NOT_FOUND: 'Failed',
  FAILED: 'Failed',
  TIMED_OUT: 'TimedOut',
  REJECTED: 'Rejected',
};

export const handler = task({
  name: 'complete',
  correlationId: ({ request }: CompletionInput) => identify(request).correlationId,
  logFields: ({ outcome, event }: Completed) => ({ outcome, eventId: event.id }),
  async work(input: CompletionInput): Promise<Completed> {
    const { outcome, message, neverSeen, eventId, detailType, durationSeconds, entry, evidenceObject } =
      answerTo(input);
    await putEvent(eventBridge, entry);
    count(COUNTS[outcome], identify(input.request).association ?? 'unknown', {
      Polls: input.disassociation?.polls ?? 0,
      DurationSeconds: durationSeconds,
    });
    return {
      outcome,
      message,
      ...(neverSeen && { neverSeen }),
      event: { id: eventId, detailType },
      evidenceObject,
    };
  },
});

/** An invalid request is answered by its problems, also where start never ran. */
function answerTo(input: CompletionInput): Answer {
  try {
    return answer(input, readRequest(input.request), busName());
  } catch (error) {
    if (!(error instanceof InvalidEvent)) throw error;
    const rejected = input.rejection
      ? notAdmitted(input.rejection)
      : { problems: input.disassociation?.problems ?? error.problems };
    return rejection(input, rejected, busName());
  }
}
