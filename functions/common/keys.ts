/** The stack's bucket and its retention. The keys are in offboardings/keys.ts, which the client reads too. */

import { DAY_MS } from '../../events/deadline.ts';

export { approvalKey, approvalPrefix, evidenceKey, planKey, workKey, workPrefix } from '../../offboardings/keys.ts';

export function bucketName(): string {
  const bucket = process.env.BUCKET_NAME;
  if (bucket === undefined || bucket === '')
    throw new Error('BUCKET_NAME is not set: the function does not know its bucket');
  return bucket;
}

/** Until when Object Lock keeps plans and evidence. */
export function retention(now: Date): Date {
  return new Date(now.getTime() + Number(process.env.EVIDENCE_RETENTION_DAYS ?? '') * DAY_MS);
}
