/** What the ends of a way back tell: how each association that was to be tied again came out. */

import * as v from 'valibot';
import { requestFields } from './disassociation.ts';
import { requestMetadataSchema } from './metadata.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const outcome = v.picklist([
  'RESTORED',
  'ALREADY_ASSOCIATED',
  /** The service's no. */
  'REJECTED',
  /** The service accepted it and did not do it, or it is not known what became of it. */
  'FAILED',
  'TIMED_OUT',
]);

const { association, target, where } = requestFields;

export const restorationSchema = v.strictObject({
  /** Who asked, when and why; its cause is the request whose end is undone. */
  request: requestMetadataSchema,
  rollUp: v.strictObject({
    items: count,
    RESTORED: count,
    ALREADY_ASSOCIATED: count,
    REJECTED: count,
    FAILED: count,
    TIMED_OUT: count,
  }),
  items: v.array(
    v.strictObject({
      /** Its number in the plan that ended it. */
      number: count,
      association,
      target,
      where,
      outcome,
      serviceStatus: v.string(),
      error: v.optional(v.string()),
      message: v.optional(v.string()),
    }),
  ),
  execution: v.optional(v.string()),
});
