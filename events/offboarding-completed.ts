/** Nothing of the plan remains. */

import * as v from 'valibot';
import { defineEvent } from './define.ts';
import { publishedSchema } from './metadata.ts';
import { aboutSchema, evidenceSchema, inaccessibleSchema, planSchema, rollUpSchema } from './offboarding.ts';
import sample from './samples/offboarding-completed.json' with { type: 'json' };

export const offboardingCompleted = defineEvent({
  detailType: 'OffboardingCompleted',
  sample,
  schema: publishedSchema({
    ...aboutSchema,
    plan: planSchema,
    rollUp: rollUpSchema,
    /** The first places that could not be read, and the count of all. */
    inaccessible: v.optional(v.array(inaccessibleSchema)),
    inaccessibleCount: v.optional(v.number()),
    evidence: v.optional(evidenceSchema),
  }),
});
