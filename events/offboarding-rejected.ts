/** An offboarding was rejected, with every reason. Nothing was changed. */

import * as v from 'valibot';
import { defineEvent } from './define.ts';
import { publishedSchema } from './metadata.ts';
import { aboutSchema, evidenceSchema } from './offboarding.ts';
import { problemSchema } from './problem.ts';
import sample from './samples/offboarding-rejected.json' with { type: 'json' };

export const reasonSchema = v.variant('reason', [
  v.strictObject({ reason: v.literal('invalid'), problems: v.array(problemSchema) }),
  v.strictObject({ reason: v.literal('guardrail'), guardrail: v.string(), message: v.string() }),
  v.strictObject({ reason: v.literal('denied'), by: v.string(), message: v.optional(v.string()) }),
  v.strictObject({ reason: v.literal('expired'), message: v.string() }),
  v.strictObject({ reason: v.literal('out-of-date'), approved: v.string(), found: v.string() }),
]);

export const offboardingRejected = defineEvent({
  detailType: 'OffboardingRejected',
  sample,
  schema: publishedSchema({
    ...v.partial(v.object(aboutSchema)).entries,
    reasons: v.pipe(v.array(reasonSchema), v.minLength(1)),
    /** Of an offboarding that had a plan to apply. */
    evidence: v.optional(evidenceSchema),
  }),
});
