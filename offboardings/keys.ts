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

/** @param offboarding the request's id, also where it asked for a single disassociation. */
export function evidenceKey(offboarding: string, run: string): string {
  return `${keptPrefix(offboarding)}${run}/evidence.json`;
}

/** Whether evidence lies under this key: of this offboarding, where one is named, else of any. */
export function isEvidenceKey(key: string, offboarding?: string): boolean {
  const run = key.slice(keptPrefix(offboarding).length).replace(/\/evidence\.json$/, '');
  // Ids may have slashes in them, and what lies deeper is another's then.
  return key.endsWith('/evidence.json') && (offboarding === undefined || !run.includes('/'));
}
