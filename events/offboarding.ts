/** What the events of an offboarding have in common. */

import * as v from 'valibot';

/** Whom or what an offboarding is about. */
export const subjectSchema = v.strictObject({
  type: v.picklist([
    'user',
    'account',
    'domain',
    'repository',
    'team',
    'package',
    'connection',
    'instance',
    'directory',
  ]),
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
});

/** Where the plan, the evidence or a long list lies: an object in the stack's bucket. */
export const objectSchema = v.strictObject({ bucket: v.string(), key: v.string(), versionId: v.optional(v.string()) });

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** How many items ended how. */
export const rollUpSchema = v.strictObject({
  planned: count,
  DISASSOCIATED: count,
  ALREADY_GONE: count,
  SKIPPED: count,
  FAILED: count,
  TIMED_OUT: count,
  REJECTED: count,
});

export const planSchema = v.strictObject({
  /** A hash of what would be ended: the same things give the same id. */
  id: v.string(),
  associations: count,
  heldBack: count,
  stored: objectSchema,
});

export const aboutSchema = {
  subject: v.optional(subjectSchema),
  mode: v.picklist(['plan', 'apply']),
  execution: v.optional(v.string()),
};
