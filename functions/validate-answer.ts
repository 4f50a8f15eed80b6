/**
 * Validates a person's answer to a plan, and records it. The record is the answer: what an execution, or whoever completes the
 * waiting task, says of it is not believed.
 */

import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import { type Answer, answerRecordSchema, decisionOf, invalidReason, type Waiting } from '../offboardings/answer.ts';
import { recordAnswer, recordedAnswers } from './common/answers.ts';
import { parse } from './common/parse.ts';
import { approverSettings } from './common/settings.ts';
import { isSigned } from './common/statements.ts';
import { task } from './common/task.ts';

const s3 = new S3Client({});
const kms = new KMSClient({});

export interface ValidateAnswerInput {
  answer: unknown;
  statement: unknown;
  /** As the bucket has it. The waiting offboarding judges the record once more, by what it knows itself. */
  waiting: Waiting;
}

export interface ValidatedAnswer {
  valid: boolean;
  decision: Answer['decision'];
  /** The ARN that STS returned. */
  by: string;
  at: string;
  /** The person's; for an invalid answer, why it is invalid. */
  reason: string;
  /** Approvals that are still missing after this one. */
  missing: number;
}

export const handler = task({
  name: 'validate-answer',
  correlationId: ({ waiting }: ValidateAnswerInput) => waiting.offboarding,
  logFields: ({ valid, decision, missing }: ValidatedAnswer) => ({ valid, decision, missing }),
  async work({ answer, statement, waiting }: ValidateAnswerInput, context: Context): Promise<ValidatedAnswer> {
    const record = parse(answerRecordSchema, { answer, statement }, 'input');
    const { decision, reason } = record.answer;
    const { identity, issuedAt, expiresAt } = record.statement;
    const said = { decision, by: identity.arn, at: issuedAt };
    const settings = approverSettings(context);
    const reject = (why: string): ValidatedAnswer => ({ ...said, valid: false, reason: why, missing: 0 });
    const invalid =
      invalidReason(record, waiting, settings) ??
      expired(waiting.until, 'approval') ??
      expired(expiresAt, 'statement of identity') ??
      ((await isSigned(kms, record.statement)) ? undefined : "The statement was not signed with this stack's key.");
    if (invalid !== undefined) return reject(invalid);
    const { state } = decisionOf(await recordedAnswers({ s3, kms }, waiting, settings), waiting);
    // A denial may still come before the approvals are read.
    if (state === 'denied' || (state === 'approved' && decision === 'approve'))
      return reject(`The plan is ${state} already.`);
    await recordAnswer(s3, record);
    const decided = decisionOf(await recordedAnswers({ s3, kms }, waiting, settings), waiting);
    const missing = decided.state === 'pending' ? decided.needed - decided.approvals.length : 0;
    return { ...said, valid: true, reason, missing };
  },
});

function expired(at: string, what: string): string | undefined {
  return Date.now() > Date.parse(at) ? `The ${what} expired at ${at}.` : undefined;
}
