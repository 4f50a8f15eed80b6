/** Answers events that no state machine handles: a request of an unknown kind, an unknown detail-type. */

import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { type Envelope, InvalidEvent, type Problem } from '../events/define.ts';
import { disassociationRequested } from '../events/disassociation-requested.ts';
import { busName, putEvent } from './common/put-event.ts';
import { identify, readRequest } from './common/request.ts';
import { task } from './common/task.ts';
import { count, logger } from './common/telemetry.ts';
import { rejection } from './disassociation/answer.ts';

const eventBridge = new EventBridgeClient({});

export interface Rejected {
  answered: boolean;
  problems: number;
}

export const handler = task({
  name: 'reject',
  correlationId: (event: Envelope) => identify(event).correlationId,
  logFields: ({ answered, problems }: Rejected) => ({ answered, problems }),
  async work(event: Envelope): Promise<Rejected> {
    const problems = problemsOf(event);
    // Not by the kind it names: a sender could make a metric of every word.
    count('Rejected', 'unknown');
    // Neither its detail-type nor its paths: a sender can write anything there.
    logger.warn('no rule handles this event', { eventId: event.id });
    const answered = isRequest(event) || identify(event).own;
    if (answered) await putEvent(eventBridge, rejection({ request: event }, { problems }, busName()).entry);
    return { answered, problems: problems.length };
  },
});

function isRequest(event: Envelope): boolean {
  return event['detail-type'] === disassociationRequested.detailType;
}

function problemsOf(event: Envelope): readonly Problem[] {
  if (!isRequest(event)) {
    return [
      {
        path: 'detail-type',
        message: `detail-type "${event['detail-type']}" is unknown: no rule of this bus matches it`,
      },
    ];
  }
  try {
    const { data } = readRequest(event);
    return [
      {
        path: 'detail.data.association',
        message: `association "${data.association}" is unknown: this stack has no state machine for it`,
      },
    ];
  } catch (error) {
    if (error instanceof InvalidEvent) return error.problems;
    throw error;
  }
}
