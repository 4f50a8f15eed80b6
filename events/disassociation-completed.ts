/** The association is gone, and what proves it. */

import * as v from 'valibot';
import { defineEvent } from './define.ts';
import { requestFields, resultFields } from './disassociation.ts';
import { metadataSchema } from './metadata.ts';
import sample from './samples/disassociation-completed.json' with { type: 'json' };

export const disassociationCompleted = defineEvent({
  detailType: 'DisassociationCompleted',
  sample,
  schema: v.strictObject({
    metadata: metadataSchema,
    data: v.strictObject({
      ...requestFields,
      /** SKIPPED: what is there now began after the request, so the request does not speak of it. */
      outcome: v.picklist(['DISASSOCIATED', 'ALREADY_GONE', 'SKIPPED']),
      /** False where the service approved the end but did not show it before the settle time was over. */
      confirmed: v.boolean(),
      note: v.optional(v.string()),
      ...resultFields,
    }),
  }),
});
