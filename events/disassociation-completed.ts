/** The association does not exist any more, or was made after the request; with the proof. */

import * as v from 'valibot';
import { defineEvent } from './define.ts';
import { alsoRemovedSchema, requestFields, resultFields } from './disassociation.ts';
import { publishedSchema } from './metadata.ts';
import sample from './samples/disassociation-completed.json' with { type: 'json' };

export const disassociationCompleted = defineEvent({
  detailType: 'DisassociationCompleted',
  sample,
  schema: publishedSchema({
    ...requestFields,
    /** SKIPPED: the association was made after the request, so the request does not mean it. */
    outcome: v.picklist(['DISASSOCIATED', 'ALREADY_GONE', 'SKIPPED']),
    /** False where the service approved the removal but did not show it within the settle time. */
    confirmed: v.boolean(),
    /** With ALREADY_GONE: no read of the request or of its plan ever showed it. The name may be mistyped. */
    neverSeen: v.optional(v.literal(true)),
    /** With ALREADY_GONE: its parent resource was read before, and has been deleted since. */
    parentDeleted: v.optional(v.literal(true)),
    /** With DISASSOCIATED: what went with it. */
    alsoRemoved: v.optional(alsoRemovedSchema),
    note: v.optional(v.string()),
    ...resultFields,
  }),
});
