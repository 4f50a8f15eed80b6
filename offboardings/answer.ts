/** A person's answer to a plan that waits for approval, and whether it is valid. */

import { maySamePerson } from './approval.ts';

/** What the bucket holds while a plan waits, beside the task's token. */
export interface Waiting {
  offboarding: string;
  /** The execution's name: two runs of one request may wait at the same time. */
  run: string;
  planId: string;
  /** Claimed. */
  requestedBy: string;
  /** ISO 8601. */
  until: string;
}

export interface Answer {
  offboarding: string;
  run: string;
  planId: string;
  decision: 'approve' | 'deny';
  reason: string;
}

/**
 * The header that is signed with a person's identity, so that the proof is valid for this answer only. It has no reason
 * in it: a header cannot have line ends, and the reason decides nothing.
 */
export const ANSWER_HEADER = 'x-offboard-answer';

export function answerHeader({ offboarding, run, planId, decision }: Omit<Answer, 'reason'>): string {
  return `${decision} ${offboarding} ${run} ${planId}`;
}

/** Why the answer is invalid; undefined where it is valid. */
export function invalidReason(answer: Answer, waiting: Waiting, by: string, now: Date): string | undefined {
  if (answer.planId !== waiting.planId) {
    return `The answer is about the plan ${answer.planId}; the plan that waits is ${waiting.planId}.`;
  }
  if (now.getTime() > Date.parse(waiting.until)) return `The approval expired at ${waiting.until}.`;
  // Whoever requested an offboarding may deny it.
  if (answer.decision === 'approve' && maySamePerson(waiting.requestedBy, by)) {
    return `You requested this offboarding (${waiting.requestedBy}), so you cannot approve it as ${by}.`;
  }
  return undefined;
}
