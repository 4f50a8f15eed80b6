/** The request is invalid, with every problem. Nothing was changed. */

import * as v from 'valibot';
import { defineEvent } from './define.ts';
import { metadataSchema } from './metadata.ts';
import { problemSchema } from './problem.ts';
import sample from './samples/disassociation-rejected.json' with { type: 'json' };

export const disassociationRejected = defineEvent({
  detailType: 'DisassociationRejected',
  sample,
  schema: v.strictObject({
    metadata: metadataSchema,
    data: v.strictObject({
      outcome: v.literal('REJECTED'),
      problems: v.pipe(v.array(problemSchema), v.minLength(1)),
      /** The rejected event, as far as it could be read: an invalid request may lack any field. */
      request: v.strictObject({
        id: v.string(),
        detailType: v.string(),
        source: v.string(),
        association: v.optional(v.string()),
        requestedBy: v.optional(v.string()),
      }),
      execution: v.optional(v.string()),
    }),
  }),
});
