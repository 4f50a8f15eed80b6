/** Reads whether a plan is approved, by the answers that are recorded not by the output of the waiting task. */

import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import { type Decision, decisionOf, type Waiting } from '../offboardings/answer.ts';
import { recordedAnswers } from './common/answers.ts';
import { approverSettings } from './common/settings.ts';
import { task } from './common/task.ts';

const s3 = new S3Client({});
const kms = new KMSClient({});

export type ReadDecision = Decision | { state: 'expired'; message: string };

export const handler = task({
  name: 'read-approvals',
  correlationId: ({ offboarding }: Waiting) => offboarding,
  logFields: ({ state }: ReadDecision) => ({ state }),
  async work(waiting: Waiting, context: Context): Promise<ReadDecision> {
    const decision = decisionOf(await recordedAnswers({ s3, kms }, waiting, approverSettings(context)), waiting);
    if (decision.state !== 'pending' || Date.now() < Date.parse(waiting.until)) return decision;
    const { approvals, needed } = decision;
    const answered = approvals.length === 0 ? 'Nobody answered' : `${approvals.length} of ${needed} approved`;
    return { state: 'expired', message: `${answered} until ${waiting.until}.` };
  },
});
