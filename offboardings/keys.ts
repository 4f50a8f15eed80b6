/** Keys of the stack's bucket. A lifecycle rule deletes `work/`; Object Lock keeps the rest. */

/** The plans and evidence of one offboarding, over all its runs. */
export function keptPrefix(offboarding = ''): string {
  return offboarding === '' ? 'offboardings/' : `offboardings/${offboarding}/`;
}

/** The intermediate objects of one run. */
export function workKey(offboarding: string, run: string, name: string): string {
  return `work/${offboarding}/${run}/${name}`;
}

export function planKey(offboarding: string, run: string): string {
  return `${keptPrefix(offboarding)}${run}/plan.json`;
}

/** @param offboarding the request's id, also that of a single request. */
export function evidenceKey(offboarding: string, run: string): string {
  return `${keptPrefix(offboarding)}${run}/evidence.json`;
}

/** Whether this is the key of evidence: of this offboarding, or of any. */
export function isEvidenceKey(key: string, offboarding?: string): boolean {
  const run = key.slice(keptPrefix(offboarding).length).replace(/\/evidence\.json$/, '');
  // Ids may have slashes in them: a deeper key belongs to another id.
  return key.endsWith('/evidence.json') && (offboarding === undefined || !run.includes('/'));
}
