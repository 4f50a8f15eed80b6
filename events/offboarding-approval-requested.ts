/** A plan waits for a person's yes or no. Silence past the deadline is a no. */

import * as v from 'valibot';
import { defineEvent } from './define.ts';
import { metadataSchema, timestamp } from './metadata.ts';
import { aboutSchema, planSchema } from './offboarding.ts';
import sample from './samples/offboarding-approval-requested.json' with { type: 'json' };

export const offboardingApprovalRequested = defineEvent({
  detailType: 'OffboardingApprovalRequested',
  sample,
  schema: v.strictObject({
    metadata: metadataSchema,
    data: v.strictObject({
      ...aboutSchema,
      plan: planSchema,
      /** Why a person has to look: the risks by name. */
      risks: v.array(v.string()),
      /** May not approve what they asked for themselves. */
      requestedBy: v.optional(v.string()),
      until: timestamp,
    }),
  }),
});
