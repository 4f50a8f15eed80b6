/** How long what lies in the bucket is kept; where it lies, offboardings/keys.ts says, which its readers share. */

export { evidenceKey, headKey, planKey, workKey } from '../offboardings/keys.ts';

const DAY_MS = 86_400_000;

/** Until when plans and evidence are kept by Object Lock. */
export function retention(now: Date): Date {
  return new Date(now.getTime() + Number(process.env.EVIDENCE_RETENTION_DAYS ?? '') * DAY_MS);
}
