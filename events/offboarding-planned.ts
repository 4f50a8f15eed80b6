/** What an offboarding would remove. Nothing was changed. */

import * as v from 'valibot';
import { defineEvent } from './define.ts';
import { metadataSchema } from './metadata.ts';
import { aboutSchema, inaccessibleSchema, planSchema } from './offboarding.ts';
import sample from './samples/offboarding-planned.json' with { type: 'json' };

export const offboardingPlanned = defineEvent({
  detailType: 'OffboardingPlanned',
  sample,
  schema: v.strictObject({
    metadata: metadataSchema,
    data: v.strictObject({
      ...aboutSchema,
      plan: planSchema,
      inaccessible: v.array(inaccessibleSchema),
      inaccessibleCount: v.number(),
    }),
  }),
});
