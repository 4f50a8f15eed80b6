/** The association was not removed: why, and what to do next. */

import * as v from 'valibot';
import { defineEvent } from './define.ts';
import { requestFields, resultFields } from './disassociation.ts';
import { publishedSchema } from './metadata.ts';
import sample from './samples/disassociation-failed.json' with { type: 'json' };

export const disassociationFailed = defineEvent({
  detailType: 'DisassociationFailed',
  sample,
  schema: publishedSchema({
    ...requestFields,
    /** NOT_FOUND: the parent resource (a domain, a repository, an instance, a datashare) does not exist. */
    outcome: v.picklist(['NOT_FOUND', 'FAILED', 'TIMED_OUT']),
    /** The service's name for the error, or ours: `DISSOCIATION_FAILED`, `VoteRejected`, `NotFound`, `TimedOut`. */
    error: v.string(),
    message: v.string(),
    advice: v.string(),
    ...resultFields,
  }),
});
