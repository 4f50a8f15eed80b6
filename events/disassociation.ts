/** What every event tells that ends a disassociation, well or badly. */

import * as v from 'valibot';
import type { AwsCall } from '../associations/contract.ts';
import { json } from '../associations/json.ts';
import { requestMetadataSchema, timestamp } from './metadata.ts';
import { evidenceSchema } from './offboarding.ts';
import { whereSchema } from './where.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** One call to AWS. */
const callSchema = v.strictObject({
  service: v.string(),
  operation: v.string(),
  requestId: v.string(),
  at: timestamp,
  /** `OK` or the error's name. */
  result: v.string(),
  mutating: v.boolean(),
}) satisfies v.GenericSchema<unknown, AwsCall>;

/** One of several things a target named at once: a package of a batch. */
const itemSchema = v.strictObject({
  id: v.string(),
  state: v.picklist(['IN_PROGRESS', 'DISASSOCIATED', 'FAILED']),
  outcome: v.optional(v.picklist(['DISASSOCIATED', 'ALREADY_GONE', 'SKIPPED', 'FAILED', 'REJECTED', 'TIMED_OUT'])),
  serviceStatus: v.string(),
  error: v.optional(v.string()),
  message: v.optional(v.string()),
});

/** What was asked, as it was asked. */
export const requestFields = {
  /** The request's own metadata, so that who asked, when and why stands beside what came of it. */
  request: requestMetadataSchema,
  association: v.string(),
  target: v.record(v.string(), v.unknown()),
  where: v.optional(whereSchema),
};

/** What was seen and done on the way. */
export const resultFields = {
  /** The service's own word at the last look; `ABSENT` where it listed the association no more. */
  serviceStatus: v.string(),
  /** The association as the service showed it first and last, every field verbatim; null where it showed none. */
  before: json,
  after: json,
  items: v.optional(v.array(itemSchema)),
  /** How often we looked after the start. */
  polls: count,
  /** The calls made: every mutating one, the first and the latest others. `callCount` counts them all. */
  calls: v.array(callSchema),
  callCount: count,
  startedAt: timestamp,
  /** When the service accepted the request to end it. */
  acceptedAt: v.optional(timestamp),
  endedAt: timestamp,
  /** From the request's timestamp to the end, in seconds. */
  durationSeconds: v.pipe(v.number(), v.minValue(0)),
  /** The ARN of the execution, for whoever wants to read its history. */
  execution: v.optional(v.string()),
  /** Absent where it is an item of an offboarding, whose evidence has it. */
  evidence: v.optional(evidenceSchema),
};
