/** What the events of an offboarding have in common. */

import * as v from 'valibot';
import { subjectTypes } from '../associations/registry.ts';

/** Whom or what an offboarding is about. */
export const subjectSchema = v.strictObject({
  /** `kind`: everything of the kinds that the options name. */
  type: v.picklist([...subjectTypes, 'kind']),
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
});

/** Where the plan, the evidence or a long list lies: an object in the stack's bucket. */
const objectSchema = v.strictObject({ bucket: v.string(), key: v.string(), versionId: v.optional(v.string()) });

/** The evidence of what was done. */
export const evidenceSchema = v.strictObject({
  ...objectSchema.entries,
  /** The hash of the chain's last record: a copy of the evidence is held against it. */
  head: v.string(),
});

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
  excluded: count,
  stored: objectSchema,
});

/** What discovery could not look into: a finding, for something may be there. */
export const inaccessibleSchema = v.strictObject({
  kind: v.string(),
  at: v.string(),
  error: v.string(),
  message: v.string(),
});

export const aboutSchema = {
  subject: v.optional(subjectSchema),
  /** The name of the policy, where a cleanup asked. */
  policy: v.optional(v.string()),
  mode: v.picklist(['plan', 'apply']),
  execution: v.optional(v.string()),
};
