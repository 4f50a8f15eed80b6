/** Something of the plan remains: what it is, and the count of each outcome. */

import * as v from 'valibot';
import { count } from './count.ts';
import { defineEvent } from './define.ts';
import { publishedSchema } from './metadata.ts';
import { aboutSchema, evidenceSchema, inaccessibleSchema, planSchema, rollUpSchema } from './offboarding.ts';
import sample from './samples/offboarding-failed.json' with { type: 'json' };

const remainingSchema = v.strictObject({
  kind: v.string(),
  label: v.string(),
  outcome: v.picklist(['SKIPPED', 'NOT_FOUND', 'FAILED', 'TIMED_OUT', 'REJECTED']),
  error: v.string(),
  message: v.string(),
});

export const offboardingFailed = defineEvent({
  detailType: 'OffboardingFailed',
  sample,
  schema: publishedSchema({
    ...aboutSchema,
    error: v.string(),
    message: v.string(),
    plan: v.optional(planSchema),
    rollUp: v.optional(rollUpSchema),
    /** The first items that remain; the evidence has all of them. */
    remaining: v.array(remainingSchema),
    /** The count of all items that remain. */
    remainingCount: v.optional(count),
    /** The first places that could not be read, and the count of all. */
    inaccessible: v.optional(v.array(inaccessibleSchema)),
    inaccessibleCount: v.optional(v.number()),
    evidence: v.optional(evidenceSchema),
  }),
});
