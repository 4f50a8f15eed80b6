/** A request to remove the associations of a subject, a list of them, or what a policy matches. */

import * as v from 'valibot';
import { kinds } from '../associations/registry.ts';
import { approvalSchema, limitsSchema, policySchema } from './cleanup.ts';
import { defineEvent } from './define.ts';
import { givenReasonSchema } from './free-text.ts';
import { requestMetadataSchema, timestamp } from './metadata.ts';
import { subjectSchema } from './offboarding.ts';
import sample from './samples/offboarding-requested.json' with { type: 'json' };
import { whereSchema } from './where.ts';

const namedSchema = v.strictObject({
  association: v.string(),
  target: v.record(v.string(), v.unknown()),
  where: v.optional(whereSchema),
});

/** The names of guardrails in version 1. */
const GUARDRAILS_OF_VERSION_1: Readonly<Record<string, string>> = {
  'most-associations': 'max-associations',
  'share-of-looked': 'max-share-of-scanned',
};

/** A place that may stay unread, for one kind or for all. Without a Region it stands for all Regions. */
const allowanceSchema = v.strictObject({
  where: whereSchema,
  kind: v.optional(v.picklist(kinds)),
  reason: givenReasonSchema,
});

/** A guardrail is overridden by its name and with a reason, which the evidence keeps. */
const overrideSchema = v.strictObject({
  guardrail: v.pipe(
    v.string(),
    v.transform((name) => GUARDRAILS_OF_VERSION_1[name] ?? name),
  ),
  reason: givenReasonSchema,
});

export const optionsSchema = v.strictObject({
  /** `plan`, the default, changes nothing. */
  mode: v.optional(v.picklist(['plan', 'apply'])),
  kinds: v.optional(v.array(v.picklist(kinds))),
  /** Where to search; by default the stack's own account and Region. */
  where: v.optional(v.array(whereSchema)),
  limits: v.optional(limitsSchema),
  overrides: v.optional(v.array(overrideSchema)),
  /** Places that could not be read end an offboarding INACCESSIBLE, except for these. */
  allowInaccessible: v.optional(v.array(allowanceSchema)),
  approval: v.optional(approvalSchema),
  approvalDeadline: v.optional(timestamp),
  deadline: v.optional(timestamp),
  /** Nothing is removed before, such as the end of the last working day. At most 30 days after metadata.timestamp. */
  notBefore: v.optional(timestamp),
  /** The whole id of a plan: it is applied and no other. Rejected as out of date where it, or its terms, have changed. */
  planId: v.optional(v.string()),
});

const detailSchema = v.strictObject({
  metadata: requestMetadataSchema,
  data: v.pipe(
    v.strictObject({
      subject: v.optional(subjectSchema),
      associations: v.optional(v.array(namedSchema)),
      /** Everything of its kinds that it matches: the request of a cleanup. */
      policy: v.optional(policySchema),
      options: v.optional(optionsSchema),
    }),
    v.check(
      ({ subject, associations, policy }) =>
        subject !== undefined || policy !== undefined || (associations?.length ?? 0) > 0,
      'must have a subject, associations or a policy',
    ),
  ),
});

export type OffboardingRequest = v.InferOutput<typeof detailSchema>;

export const offboardingRequested = defineEvent({
  detailType: 'OffboardingRequested',
  sample,
  anySource: true,
  schema: detailSchema,
});
