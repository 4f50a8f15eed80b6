/** Nothing of the plan remains. */

import * as v from 'valibot';
import { defineEvent } from './define.ts';
import { metadataSchema } from './metadata.ts';
import { aboutSchema, evidenceSchema, planSchema, rollUpSchema } from './offboarding.ts';
import sample from './samples/offboarding-completed.json' with { type: 'json' };

export const offboardingCompleted = defineEvent({
  detailType: 'OffboardingCompleted',
  sample,
  schema: v.strictObject({
    metadata: metadataSchema,
    data: v.strictObject({
      ...aboutSchema,
      plan: planSchema,
      rollUp: rollUpSchema,
      evidence: v.optional(evidenceSchema),
    }),
  }),
});
