/** The stack's bucket, its owner and its retention. The keys are in offboardings/keys.ts, which the client reads too. */

import { DAY_MS } from '../../events/deadline.ts';

export {
  approvalKey,
  approvalPrefix,
  evidenceKey,
  planKey,
  publicKeyKey,
  resultKey,
  resultsPrefix,
  workKey,
  workPrefix,
} from '../../offboardings/keys.ts';

/** The bucket, and the account that must own it: a name that is free again could be somebody else's. */
export function bucket(): { Bucket: string; ExpectedBucketOwner?: string } {
  const { BUCKET_NAME: Bucket = '', BUCKET_OWNER: owner = '' } = process.env;
  if (Bucket === '') throw new Error('BUCKET_NAME is not set: the function does not know its bucket');
  return { Bucket, ...(owner !== '' && { ExpectedBucketOwner: owner }) };
}

/** Until when Object Lock keeps plans and evidence. */
export function retention(now: Date): Date {
  return new Date(now.getTime() + Number(process.env.EVIDENCE_RETENTION_DAYS ?? '') * DAY_MS);
}
