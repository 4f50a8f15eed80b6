/** Where things lie in the stack's bucket. A lifecycle rule clears `work/`; nothing clears the rest before its time. */

const DAY_MS = 86_400_000;

/** What one run needs on its way. */
export function workKey(offboarding: string, run: string, name: string): string {
  return `work/${offboarding}/${run}/${name}`;
}

export function planKey(offboarding: string, run: string): string {
  return `offboardings/${offboarding}/${run}/plan.json`;
}

export function evidenceKey(offboarding: string, run: string): string {
  return `offboardings/${offboarding}/${run}/evidence.json`;
}

/** Until when plans and evidence are kept by Object Lock. */
export function retention(now: Date): Date {
  return new Date(now.getTime() + Number(process.env.EVIDENCE_RETENTION_DAYS ?? '') * DAY_MS);
}
