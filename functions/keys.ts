/** The stack's bucket, and how long what lies in it is kept; where it lies, offboardings/keys.ts says, for all readers. */

export { evidenceKey, planKey, workKey } from '../offboardings/keys.ts';

const DAY_MS = 86_400_000;

export function bucketName(): string {
  const bucket = process.env.BUCKET_NAME;
  if (bucket === undefined || bucket === '')
    throw new Error('BUCKET_NAME is not set: the function does not know its bucket');
  return bucket;
}

/** Until when plans and evidence are kept by Object Lock. */
export function retention(now: Date): Date {
  return new Date(now.getTime() + Number(process.env.EVIDENCE_RETENTION_DAYS ?? '') * DAY_MS);
}
