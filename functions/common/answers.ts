/** The answers to a plan, as they are recorded in the bucket: written once each, and believed by their statements alone. */

import type { KMSClient } from '@aws-sdk/client-kms';
import { GetObjectCommand, ListObjectVersionsCommand, type ObjectVersion, type S3Client } from '@aws-sdk/client-s3';
import * as v from 'valibot';
import { type AnswerRecord, answerRecordSchema, invalidReason, type Waiting } from '../../offboardings/answer.ts';
import type { ApproverSettings } from '../../offboardings/approvers.ts';
import { sha256 } from '../../offboardings/canonical.ts';
import { putOnce } from './bucket.ts';
import { approvalKey, approvalPrefix, bucket, retention } from './keys.ts';
import { isSigned } from './statements.ts';
import { logger } from './telemetry.ts';

interface Clients {
  s3: S3Client;
  kms: KMSClient;
}

/** Objects among the answers of one plan, which few people give; more are the work of somebody who may write to the bucket. */
const MAX_OBJECTS = 100;

/**
 * The valid answers, the earliest first. Whatever else lies there counts for nothing. Every version is read, so that none hides
 * another.
 * @throws Error where there are too many objects to know that none of them is a denial.
 */
export async function recordedAnswers(
  { s3, kms }: Clients,
  waiting: Waiting,
  settings: ApproverSettings,
): Promise<AnswerRecord[]> {
  const objects = await objectsAmong(s3, waiting);
  const found = await Promise.all(
    objects.map(async (object) => {
      const record = recordIn(await textOf(s3, object));
      const counts =
        record !== undefined &&
        invalidReason(record, waiting, settings) === undefined &&
        (await isSigned(kms, record.statement));
      if (!counts) logger.warn('an object among the answers is no valid answer', { key: object.Key });
      return counts ? [record] : [];
    }),
  );
  return found.flat().sort((a, b) => (a.statement.issuedAt < b.statement.issuedAt ? -1 : 1));
}

/** Those that were recorded in time. */
async function objectsAmong(s3: S3Client, { offboarding, run, until }: Waiting): Promise<ObjectVersion[]> {
  const Prefix = approvalPrefix(offboarding, run);
  const { Versions = [], IsTruncated } = await s3.send(
    new ListObjectVersionsCommand({ ...bucket(), Prefix, MaxKeys: MAX_OBJECTS }),
  );
  if (IsTruncated) {
    throw new Error(`more than ${MAX_OBJECTS} objects lie under ${Prefix}: somebody writes there who is no approver`);
  }
  return Versions.filter(({ LastModified }) => LastModified !== undefined && LastModified <= new Date(until));
}

async function textOf(s3: S3Client, { Key, VersionId }: ObjectVersion): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ ...bucket(), Key, VersionId }));
  return (await Body?.transformToString()) ?? '';
}

function recordIn(text: string): AnswerRecord | undefined {
  try {
    const { success, output } = v.safeParse(answerRecordSchema, JSON.parse(text));
    return success ? output : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Under its own hash, once: a repeated attempt records nothing new, and no answer takes the place of another.
 * @throws Error where the bucket holds another object there.
 */
export async function recordAnswer(s3: S3Client, record: AnswerRecord): Promise<void> {
  const { offboarding, run } = record.answer;
  const key = approvalKey(offboarding, run, sha256(record));
  await putOnce(s3, key, { text: JSON.stringify(record), keepUntil: retention(new Date()) });
}
