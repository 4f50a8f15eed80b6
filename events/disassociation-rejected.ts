/** The request is invalid, with every problem. Nothing was changed. */

import * as v from 'valibot';
import { defineEvent } from './define.ts';
import { publishedSchema, timestamp } from './metadata.ts';
import { problemSchema } from './problem.ts';
import sample from './samples/disassociation-rejected.json' with { type: 'json' };

/**
 * - INVALID: the request, or what the service says of it.
 * - ID_USED: another request with other content has the id.
 * - LIMIT: of single requests; `retryAfter` says when there is room again.
 * - PROTECTED: by the stack's protected names.
 * - APPROVAL_REQUIRED: by the stack's approval floor: only a plan can be approved.
 * - FREEZE: a freeze window of the stack is open; `retryAfter` says until when.
 * - NOT_PLANNED: it claims to be an item of a plan.
 */
export const REJECTION_ERRORS = [
  'INVALID',
  'ID_USED',
  'LIMIT',
  'PROTECTED',
  'APPROVAL_REQUIRED',
  'FREEZE',
  'NOT_PLANNED',
] as const;

export type RejectionError = (typeof REJECTION_ERRORS)[number];

export const disassociationRejected = defineEvent({
  detailType: 'DisassociationRejected',
  sample,
  schema: publishedSchema({
    outcome: v.literal('REJECTED'),
    error: v.picklist(REJECTION_ERRORS),
    retryAfter: v.optional(timestamp),
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
});
