/** Where things lie in the stack's bucket. A lifecycle rule clears `work/`; nothing clears the rest before its time. */

/** Everything that is kept of one offboarding, over all its runs. */
export function keptPrefix(offboarding = ''): string {
  return offboarding === '' ? 'offboardings/' : `offboardings/${offboarding}/`;
}

/** What one run needs on its way. */
export function workKey(offboarding: string, run: string, name: string): string {
  return `work/${offboarding}/${run}/${name}`;
}

export function planKey(offboarding: string, run: string): string {
  return `${keptPrefix(offboarding)}${run}/plan.json`;
}

export function evidenceKey(offboarding: string, run: string): string {
  return `${keptPrefix(offboarding)}${run}/evidence.json`;
}

/** The head of an evidence's chain, beside the evidence. */
export function headKey(evidence: string): string {
  return `${evidence}.head`;
}
