/** A person's answer to a plan that waits for one, and whether it counts. */

import { maySamePerson } from './approval.ts';

/** What lies in the bucket while a plan waits, beside the task's token. */
export interface Waiting {
  offboarding: string;
  /** The execution's name: two runs of one request may wait at the same time. */
  run: string;
  planId: string;
  /** Who asked, as claimed. */
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
 * The header that is signed with a person's identity, so that the proof is good for this answer only. The reason is not
 * in it: headers know no line ends, and the reason decides nothing.
 */
export const ANSWER_HEADER = 'x-offboard-answer';

export function answerHeader({ offboarding, run, planId, decision }: Omit<Answer, 'reason'>): string {
  return `${decision} ${offboarding} ${run} ${planId}`;
}

/** Why the answer does not count; undefined where it does. */
export function refusalOf(answer: Answer, waiting: Waiting, by: string, now: Date): string | undefined {
  if (answer.planId !== waiting.planId) {
    return `The answer is about the plan ${answer.planId}; the plan that waits is ${waiting.planId}.`;
  }
  if (now.getTime() > Date.parse(waiting.until))
    return `The deadline ${waiting.until} has passed: silence was a denial.`;
  // Whoever asked may take it back.
  if (answer.decision === 'approve' && maySamePerson(waiting.requestedBy, by)) {
    return `${by} may be ${waiting.requestedBy}, who asked: somebody else must approve.`;
  }
  return undefined;
}
