/** A plan waits for an approval. No answer by the deadline is a denial. */

import * as v from 'valibot';
import { defineEvent } from './define.ts';
import { publishedSchema, timestamp } from './metadata.ts';
import { aboutSchema, planSchema } from './offboarding.ts';
import sample from './samples/offboarding-approval-requested.json' with { type: 'json' };

export const offboardingApprovalRequested = defineEvent({
  detailType: 'OffboardingApprovalRequested',
  sample,
  schema: publishedSchema({
    ...aboutSchema,
    plan: planSchema,
    /** The risks that need an approval, by name. */
    risks: v.array(v.string()),
    /** As the request says. Whoever requested the offboarding cannot approve it. */
    requestedBy: v.optional(v.string()),
    /** Approvals of different persons: two where the requester is only claimed. */
    approvalsNeeded: v.optional(v.picklist([1, 2])),
    until: timestamp,
  }),
});
