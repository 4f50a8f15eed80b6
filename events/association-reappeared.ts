/** An association that was removed exists again. */

import * as v from 'valibot';
import { json } from '../associations/common/json.ts';
import { defineEvent } from './define.ts';
import { requestFields } from './disassociation.ts';
import { publishedSchema, timestamp } from './metadata.ts';
import sample from './samples/association-reappeared.json' with { type: 'json' };

export const associationReappeared = defineEvent({
  detailType: 'AssociationReappeared',
  sample,
  schema: publishedSchema({
    ...requestFields,
    serviceStatus: v.string(),
    snapshot: json,
    /** When its removal was confirmed. */
    goneAt: timestamp,
    foundAt: timestamp,
    /** When it was associated again, where the service shows it. */
    since: v.optional(timestamp),
  }),
});
