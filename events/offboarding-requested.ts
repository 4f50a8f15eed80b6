/** Someone wants everything ended that ties a subject to us, or a list of associations named outright. */

import * as v from 'valibot';
import { defineEvent } from './define.ts';
import { metadataSchema, timestamp } from './metadata.ts';
import { subjectSchema } from './offboarding.ts';
import sample from './samples/offboarding-requested.json' with { type: 'json' };
import { whereSchema } from './where.ts';

const namedSchema = v.strictObject({
  association: v.string(),
  target: v.record(v.string(), v.unknown()),
  where: v.optional(whereSchema),
});

/** A guardrail is lifted by its name and with a reason, which is kept. */
const overrideSchema = v.strictObject({ guardrail: v.string(), reason: v.pipe(v.string(), v.minLength(1)) });

const optionsSchema = v.strictObject({
  /** `plan` changes nothing and says what would be. */
  mode: v.optional(v.picklist(['plan', 'apply'])),
  kinds: v.optional(v.array(v.string())),
  /** Where to look; without it, the stack's own account and Region. */
  where: v.optional(v.array(whereSchema)),
  limits: v.optional(
    v.strictObject({
      associations: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
      percent: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100))),
    }),
  ),
  overrides: v.optional(v.array(overrideSchema)),
  approval: v.optional(v.picklist(['none', 'required', 'by-risk'])),
  approvalDeadline: v.optional(timestamp),
  deadline: v.optional(timestamp),
  /** Apply this plan and no other: refused as out of date where it has changed. */
  planId: v.optional(v.string()),
});

export const offboardingRequested = defineEvent({
  detailType: 'OffboardingRequested',
  sample,
  anySource: true,
  schema: v.strictObject({
    metadata: metadataSchema,
    data: v.pipe(
      v.strictObject({
        subject: v.optional(subjectSchema),
        associations: v.optional(v.array(namedSchema)),
        options: v.optional(optionsSchema),
      }),
      v.check(
        ({ subject, associations }) => subject !== undefined || (associations?.length ?? 0) > 0,
        'Expected a subject, associations, or both',
      ),
    ),
  }),
});
