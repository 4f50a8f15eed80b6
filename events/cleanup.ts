/** A cleanup policy: what should not exist, where to search for it, and the limits of a run. */

import { compilePattern, InvalidEventPatternException } from '@offboard/event-pattern';
import * as v from 'valibot';
import { kinds } from '../associations/registry.ts';
import { whereSchema } from './where.ts';

/** EventBridge's own pattern grammar, matched against a discovered association (its fields are in offboardings/policy.ts). */
const matchSchema = v.pipe(
  v.record(v.string(), v.unknown()),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    try {
      compilePattern(dataset.value);
    } catch (error) {
      if (!(error instanceof InvalidEventPatternException)) throw error;
      addIssue({ message: `must be an event pattern: ${error.message}` });
    }
  }),
);

export const limitsSchema = v.strictObject({
  associations: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  percent: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100))),
});

export const approvalSchema = v.picklist(['none', 'required', 'by-risk']);

export const policySchema = v.strictObject({
  /** Also the name of its rule and of its runs. */
  name: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{1,38}$/, 'must be 2 to 39 lower-case letters, digits and hyphens')),
  description: v.pipe(v.string(), v.minLength(1), v.maxLength(512)),
  kinds: v.pipe(v.array(v.picklist(kinds)), v.minLength(1)),
  where: v.optional(v.array(whereSchema)),
  match: matchSchema,
  /** `plan`, the default, changes nothing. */
  mode: v.optional(v.picklist(['plan', 'apply'])),
  limits: v.optional(limitsSchema),
  approval: v.optional(approvalSchema),
});

export type CleanupPolicy = v.InferOutput<typeof policySchema>;
