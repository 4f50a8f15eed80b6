/** What an offboarding that may go on waits for before its first removal, and until when. */

import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { parseObject } from '../json.ts';

export interface PendingStart {
  /** ISO 8601. */
  startsAt: string;
  reason: StartReason;
}

const SENTENCES = {
  'not-before': (at: string) => `Nothing is removed before ${at}, as requested.`,
  'cooling-off': (at: string) => `Approved; cooling off until ${at}.`,
  freeze: (at: string) => `A freeze window of the stack is open; it starts at ${at}.`,
};

/** `not-before`: the request's own time. `cooling-off`: the stage's, after an approval. `freeze`: the end of a freeze window. */
type StartReason = keyof typeof SENTENCES;

/** The offboard machine's state that waits for it. */
const START_STATE = 'WaitForStart';

/** @returns undefined where the execution is in another state. */
export function pendingStart(state: string | undefined, events: readonly HistoryEvent[]): PendingStart | undefined {
  if (state !== START_STATE) return undefined;
  const entered = events.findLast(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name === START_STATE);
  const { startAt, reason } = parseObject(entered?.stateEnteredEventDetails?.input) ?? {};
  if (typeof startAt !== 'string') return undefined;
  return { startsAt: startAt, reason: isReason(reason) ? reason : 'not-before' };
}

export function startSentence({ startsAt, reason }: PendingStart): string {
  return SENTENCES[reason](startsAt);
}

function isReason(text: unknown): text is StartReason {
  return typeof text === 'string' && Object.hasOwn(SENTENCES, text);
}
