/** A person's answer to a plan that waits for approval, as it is recorded, and whether it is valid. */

import * as v from 'valibot';
import { givenReasonSchema } from '../events/free-text.ts';
import { type Statement, statementSchema } from '../events/statement.ts';
import { type ApproverSettings, isApprover } from './approvers.ts';
import { sha256 } from './canonical.ts';
import { maySamePerson } from './person.ts';
import { type Requester, samePerson } from './requester.ts';

const answerSchema = v.strictObject({
  offboarding: v.string(),
  run: v.string(),
  planId: v.string(),
  decision: v.picklist(['approve', 'deny']),
  reason: givenReasonSchema,
});

/** An object under `approvals/`. The statement proves who answers, so nobody else's object counts as an answer. */
export const answerRecordSchema = v.strictObject({ answer: answerSchema, statement: statementSchema });

export type Answer = v.InferOutput<typeof answerSchema>;
export type AnswerRecord = v.InferOutput<typeof answerRecordSchema>;

export interface Waiting {
  offboarding: string;
  /** The execution's name: two runs of one request may wait at the same time. */
  run: string;
  planId: string;
  requester: Requester;
  /** ISO 8601. */
  until: string;
}

export function answerHash(answer: Answer): string {
  return sha256(answer);
}

/** Why the answer is invalid, whose statement's signature is valid; undefined where it is valid. */
export function invalidReason(
  { answer, statement }: AnswerRecord,
  waiting: Waiting,
  settings: ApproverSettings,
): string | undefined {
  if (statement.purpose !== 'approval' || statement.requestHash !== answerHash(answer)) {
    return 'The statement of identity was made for another answer.';
  }
  if (answer.offboarding !== waiting.offboarding || answer.run !== waiting.run) {
    return `The answer is about the run ${answer.run} of ${answer.offboarding}, which is another.`;
  }
  if (answer.planId !== waiting.planId) {
    return `The answer is about the plan ${answer.planId}; the plan that waits is ${waiting.planId}.`;
  }
  if (Date.parse(statement.issuedAt) > Date.parse(waiting.until)) return `The approval expired at ${waiting.until}.`;
  return whoProblem(answer, statement.identity, waiting.requester, settings);
}

function whoProblem(
  { decision }: Answer,
  identity: Statement['identity'],
  requester: Requester,
  settings: ApproverSettings,
): string | undefined {
  const isRequester = samePerson(requester, identity);
  // Whoever requested an offboarding may deny it.
  if (decision === 'deny' && isRequester && identity.account === settings.account) return undefined;
  if (!isApprover(identity, settings)) return notApprover(identity, settings);
  if (decision === 'approve' && isRequester) {
    return `You requested this offboarding (${requester.name}), so you cannot approve it as ${identity.arn}.`;
  }
  return undefined;
}

function notApprover({ arn }: Statement['identity'], { approvers, account }: ApproverSettings): string {
  return approvers.length === 0
    ? `${arn} belongs to another account. Answer with an identity of ${account}.`
    : `${arn} is not one of this stack's approvers (${approvers.join(', ')}).`;
}

/** Who approved, by the identity that STS returned. */
export interface Approval {
  by: string;
  person: string;
  at: string;
  reason: string;
}

export type Decision =
  | { state: 'pending' | 'approved'; needed: number; approvals: Approval[] }
  | { state: 'denied'; by: string; reason: string; at: string };

/** One denial decides; so do enough approvals of different persons. @param records valid ones. */
export function decisionOf(records: readonly AnswerRecord[], { requester }: Pick<Waiting, 'requester'>): Decision {
  const denial = records.find(({ answer }) => answer.decision === 'deny');
  if (denial) {
    const { by, reason, at } = approvalOf(denial);
    return { state: 'denied', by, reason, at };
  }
  const approvals: Approval[] = [];
  for (const approval of records.map(approvalOf)) {
    const isSame = (other: Approval) => other.person === approval.person || maySamePerson(other.by, approval.by);
    if (!approvals.some(isSame)) approvals.push(approval);
  }
  const needed = approvalsNeeded(requester);
  return { state: approvals.length < needed ? 'pending' : 'approved', needed, approvals };
}

/** Whoever made a claim may be anyone, and so may be one of those who approve. */
export function approvalsNeeded({ proof }: Requester): number {
  return proof === 'claimed' ? 2 : 1;
}

function approvalOf({ answer: { reason }, statement: { identity, issuedAt } }: AnswerRecord): Approval {
  return { by: identity.arn, person: identity.person, at: issuedAt, reason };
}
