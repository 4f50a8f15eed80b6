/** What an offboarding that may go on waits for before its first removal, and until when. */

import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { parseObject } from '../json.ts';

export interface PendingStart {
  /** ISO 8601. */
  startsAt: string;
  /** `not-before`: the request's own time. `cooling-off`: the stage's, after an approval. */
  reason: 'not-before' | 'cooling-off';
}

/** The offboard machine's state that waits for it. */
const START_STATE = 'WaitForStart';

/** @returns undefined where the execution is in another state. */
export function pendingStart(state: string | undefined, events: readonly HistoryEvent[]): PendingStart | undefined {
  if (state !== START_STATE) return undefined;
  const entered = events.findLast(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name === START_STATE);
  const { startAt, reason } = parseObject(entered?.stateEnteredEventDetails?.input) ?? {};
  if (typeof startAt !== 'string') return undefined;
  return { startsAt: startAt, reason: reason === 'cooling-off' ? reason : 'not-before' };
}

export function startSentence({ startsAt, reason }: PendingStart): string {
  return reason === 'cooling-off'
    ? `Approved; cooling off until ${startsAt}.`
    : `Nothing is removed before ${startsAt}, as requested.`;
}
