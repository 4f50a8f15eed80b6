/** Not everything in the plan is gone: the count of each outcome, and what is left. */

import * as v from 'valibot';
import { defineEvent } from './define.ts';
import { metadataSchema } from './metadata.ts';
import { aboutSchema, evidenceSchema, planSchema, rollUpSchema } from './offboarding.ts';
import sample from './samples/offboarding-failed.json' with { type: 'json' };

const remainingSchema = v.strictObject({
  kind: v.string(),
  label: v.string(),
  outcome: v.picklist(['FAILED', 'TIMED_OUT', 'REJECTED']),
  error: v.string(),
  message: v.string(),
});

export const offboardingFailed = defineEvent({
  detailType: 'OffboardingFailed',
  sample,
  schema: v.strictObject({
    metadata: metadataSchema,
    data: v.strictObject({
      ...aboutSchema,
      error: v.string(),
      message: v.string(),
      plan: v.optional(planSchema),
      rollUp: v.optional(rollUpSchema),
      /** The first of what is left; the rest is in the bucket. */
      remaining: v.array(remainingSchema),
      /** How many are left in all. */
      remainingCount: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
      evidence: v.optional(evidenceSchema),
    }),
  }),
});
