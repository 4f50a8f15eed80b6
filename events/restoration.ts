/** The fields of the events about a restoration: the outcome of each association. */

import * as v from 'valibot';
import { count } from './count.ts';
import { requestFields } from './disassociation.ts';
import { requestMetadataSchema } from './metadata.ts';

const outcome = v.picklist([
  'RESTORED',
  'ALREADY_ASSOCIATED',
  /** The service refused the request. */
  'REJECTED',
  /** The service accepted the request and the association failed, or the outcome is unknown. */
  'FAILED',
  'TIMED_OUT',
]);

const { association, target, where } = requestFields;

export const restorationSchema = v.strictObject({
  /** Who requested it, when and why; its cause is the request that is undone. */
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
      /** Its number in the plan that removed it. */
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
