/** What an offboarding would remove. Nothing was changed. */

import * as v from 'valibot';
import { defineEvent } from './define.ts';
import { publishedSchema } from './metadata.ts';
import { aboutSchema, inaccessibleSchema, planSchema } from './offboarding.ts';
import sample from './samples/offboarding-planned.json' with { type: 'json' };

export const offboardingPlanned = defineEvent({
  detailType: 'OffboardingPlanned',
  sample,
  schema: publishedSchema({
    ...aboutSchema,
    plan: planSchema,
    /** False where the subject exists nowhere that was searched: its name may be mistyped. */
    subjectFound: v.optional(v.boolean()),
    inaccessible: v.array(inaccessibleSchema),
    inaccessibleCount: v.number(),
  }),
});
