/** The answers to a plan, as they are recorded in the bucket: written once each, and believed by their statements alone. */

import type { KMSClient } from '@aws-sdk/client-kms';
import { type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import * as v from 'valibot';
import {
  type AnswerRecord,
  type ApproverSettings,
  answerRecordSchema,
  invalidReason,
  type Waiting,
} from '../../offboardings/answer.ts';
import { getText, listKeys, putNewJson } from './bucket.ts';
import { approvalKey, approvalPrefix, retention } from './keys.ts';
import { listIn } from './settings.ts';
import { isSigned } from './statements.ts';
import { logger } from './telemetry.ts';

interface Clients {
  s3: S3Client;
  kms: KMSClient;
}

/** Answers of one plan, which few people give; more are the work of somebody who may write to the bucket. */
const MAX_ANSWERS = 50;

export function approverSettings({ invokedFunctionArn }: Context): ApproverSettings {
  return { approvers: listIn('APPROVERS'), account: invokedFunctionArn.split(':')[4] ?? '' };
}

/** The valid answers, the earliest first. Whatever else lies there counts for nothing. */
export async function recordedAnswers(
  { s3, kms }: Clients,
  waiting: Waiting,
  settings: ApproverSettings,
): Promise<AnswerRecord[]> {
  const keys = await listKeys(s3, approvalPrefix(waiting.offboarding, waiting.run));
  const valid: AnswerRecord[] = [];
  for (const key of keys.slice(0, MAX_ANSWERS)) {
    const record = recordIn(await getText(s3, key));
    const counts =
      record !== undefined &&
      invalidReason(record, waiting, settings) === undefined &&
      (await isSigned(kms, record.statement));
    if (counts) valid.push(record);
    else logger.warn('an object among the answers is no valid answer', { key });
  }
  return valid.sort((a, b) => (a.statement.issuedAt < b.statement.issuedAt ? -1 : 1));
}

function recordIn(text: string): AnswerRecord | undefined {
  try {
    const { success, output } = v.safeParse(answerRecordSchema, JSON.parse(text));
    return success ? output : undefined;
  } catch {
    return undefined;
  }
}

/** Under the first free number, so that no answer takes the place of another. @throws Error where there are too many. */
export async function recordAnswer(s3: S3Client, record: AnswerRecord): Promise<void> {
  const { offboarding, run } = record.answer;
  for (let number = 1; number <= MAX_ANSWERS; number++) {
    try {
      await putNewJson(s3, approvalKey(offboarding, run, number), record, retention(new Date()));
      return;
    } catch (error) {
      if (!(error instanceof S3ServiceException) || error.name !== 'PreconditionFailed') throw error;
    }
  }
  throw new Error(`there are ${MAX_ANSWERS} answers to this plan already`);
}
