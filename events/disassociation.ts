/** The fields that every event about the end of a disassociation has. */

import * as v from 'valibot';
import type { AwsCall } from '../associations/common/contract.ts';
import { json } from '../associations/common/json.ts';
import { count } from './count.ts';
import { requestMetadataSchema, timestamp } from './metadata.ts';
import { evidenceSchema, requesterSchema } from './offboarding.ts';
import { whereSchema } from './where.ts';

export const callSchema = v.strictObject({
  service: v.string(),
  operation: v.string(),
  requestId: v.string(),
  at: timestamp,
  /** `OK` or the error's name. */
  result: v.string(),
  mutating: v.boolean(),
}) satisfies v.GenericSchema<unknown, AwsCall>;

/** One of several items of a target: a package. */
export const itemSchema = v.strictObject({
  id: v.string(),
  state: v.picklist(['IN_PROGRESS', 'DISASSOCIATED', 'FAILED']),
  outcome: v.optional(
    v.picklist(['DISASSOCIATED', 'ALREADY_GONE', 'SKIPPED', 'NOT_FOUND', 'FAILED', 'REJECTED', 'TIMED_OUT']),
  ),
  neverSeen: v.optional(v.literal(true)),
  parentDeleted: v.optional(v.literal(true)),
  serviceStatus: v.string(),
  error: v.optional(v.string()),
  message: v.optional(v.string()),
});

/** What the service removed together with the association: a plugin's licence. */
export const alsoRemovedSchema = v.array(v.strictObject({ target: v.record(v.string(), v.unknown()), before: json }));

export const requestFields = {
  /** The request's own metadata: who requested it, when and why. */
  request: requestMetadataSchema,
  /** Absent for an item of an offboarding, whose events have it. */
  requester: v.optional(requesterSchema),
  association: v.string(),
  target: v.record(v.string(), v.unknown()),
  where: v.optional(whereSchema),
};

/** What was observed and done. */
export const resultFields = {
  /** The service's own word at the last poll; `ABSENT` where it did not list the association any more. */
  serviceStatus: v.string(),
  /** The first and the last snapshot; null where the service showed none. */
  before: json,
  after: json,
  items: v.optional(v.array(itemSchema)),
  /** Polls after the start. */
  polls: count,
  /** The calls made: every mutating one, the first and the latest others. `callCount` counts them all. */
  calls: v.array(callSchema),
  callCount: count,
  startedAt: timestamp,
  /** When the service accepted the disassociation. */
  acceptedAt: v.optional(timestamp),
  endedAt: timestamp,
  /** From the request's timestamp to the end. */
  durationSeconds: v.pipe(v.number(), v.minValue(0)),
  /** The execution's ARN. */
  execution: v.optional(v.string()),
  /** Absent for an item of an offboarding, whose evidence includes it. */
  evidence: v.optional(evidenceSchema),
};
