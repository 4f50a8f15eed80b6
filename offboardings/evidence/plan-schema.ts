/** The strict schema of a plan, as evidence has it and as it is stored. */

import * as v from 'valibot';
import { json } from '../../associations/common/json.ts';
import { count } from '../../events/count.ts';
import { timestamp } from '../../events/metadata.ts';
import { inaccessibleSchema } from '../../events/offboarding.ts';
import { offboardingRequested } from '../../events/offboarding-requested.ts';
import { whereSchema } from '../../events/where.ts';
import type { Inaccessible, InheritedAssociation } from '../common/found.ts';
import type { Plan } from '../common/plan.ts';
import type { Breach } from '../guardrails/index.ts';
import type { Contents } from './document.ts';

export const account = v.pipe(v.string(), v.regex(/^\d{12}$/, 'must be an account of 12 digits'));
export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(128));
export const seconds = v.number();
const texts = v.array(v.string());
const target = v.record(v.string(), json);

/** A schema for every member: a document with one that is not known here is refused, however genuine it is. */
export type Members<Content> = { [Name in keyof Required<Content>]: v.GenericSchema };

/** A schema of the events that has all of these members. */
export type Covers<Content> = { entries: Members<Content> };

export const plannedSchema = v.strictObject({
  number: v.pipe(count, v.minValue(1)),
  phase: count,
  kind: v.string(),
  target,
  where: whereSchema,
  account,
  label: v.string(),
  serviceStatus: v.string(),
  since: v.optional(timestamp),
  reasons: texts,
  snapshot: json,
  usualSeconds: seconds,
  deadlineSeconds: seconds,
  risks: texts,
  impact: texts,
  restoreMethod: v.string(),
  restorableWith: v.optional(v.string()),
} satisfies Members<Contents['item']['planned']>);

const excludedSchema = v.strictObject({
  kind: v.string(),
  target,
  where: whereSchema,
  reason: v.string(),
} satisfies Members<Contents['plan']['excluded'][number]>);

const inheritedSchema = v.strictObject({
  kind: v.string(),
  target,
  where: whereSchema,
  account,
  label: v.string(),
  through: v.string(),
} satisfies Members<InheritedAssociation>);

const breachSchema = v.strictObject({
  guardrail: v.string(),
  message: v.string(),
  overridden: v.optional(v.string()),
} satisfies Members<Breach>);

/** As evidence has it: its items and its request are records of their own. */
export const planSchema = v.strictObject({
  id,
  madeAt: timestamp,
  excluded: v.array(excludedSchema),
  inherited: v.optional(v.array(inheritedSchema)),
  scanned: count,
  inaccessible: v.array(inaccessibleSchema satisfies Covers<Inaccessible>),
  subjectFound: v.optional(v.boolean()),
  estimate: v.strictObject({
    seconds: v.strictObject({ p50: seconds, p90: seconds }),
    polls: count,
    transitions: v.strictObject({ offboarding: count, verifications: count }),
    invocations: count,
    dollars: v.number(),
  }),
  coolingOffSeconds: v.optional(seconds),
  freeze: v.optional(v.strictObject({ from: timestamp, until: timestamp })),
  breaches: v.array(breachSchema),
} satisfies Members<Contents['plan']>);

/** As the stack stores it, and `offboard plan --out` writes it. */
export const storedPlanSchema = v.strictObject({
  ...planSchema.entries,
  stack: v.string(),
  request: offboardingRequested.schema,
  items: v.array(plannedSchema),
} satisfies Members<Plan & { breaches: Breach[] }>);
