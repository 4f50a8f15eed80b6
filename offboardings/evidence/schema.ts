/** The strict schema of evidence: no member but these, at any depth that is ours. */

import * as v from 'valibot';
import type { AlsoRemoved, AwsCall, Item } from '../../associations/common/contract.ts';
import { json } from '../../associations/common/json.ts';
import { count } from '../../events/count.ts';
import { alsoRemovedSchema, callSchema, itemSchema } from '../../events/disassociation.ts';
import { disassociationRequested } from '../../events/disassociation-requested.ts';
import { timestamp } from '../../events/metadata.ts';
import { inaccessibleSchema, requesterSchema, rollUpSchema } from '../../events/offboarding.ts';
import { reasonSchema } from '../../events/offboarding-rejected.ts';
import { offboardingRequested } from '../../events/offboarding-requested.ts';
import type { Approval } from '../answer.ts';
import { type ItemResult, OUTCOMES } from '../item-result.ts';
import type { Requester } from '../requester.ts';
import type { RollUp } from '../roll-up.ts';
import { type Approved, type Contents, type Origin, type RecordType, VERSION } from './document.ts';
import { account, type Covers, id, type Members, plannedSchema, planSchema, seconds } from './plan-schema.ts';

const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 hash: 64 hexadecimal digits'));

const claimed = v.strictObject({
  requestedBy: v.optional(v.string()),
  reason: v.optional(v.string()),
} satisfies Members<Contents['request']['claimed']>);

const requester = v.strictObject({
  ...requesterSchema.entries,
  person: v.optional(v.string()),
} satisfies Members<Requester>);

const originSchema = v.strictObject({ eventId: id, account, time: timestamp } satisfies Members<Origin>);

const resultSchema = v.strictObject({
  number: v.pipe(count, v.minValue(1)),
  outcome: v.picklist(OUTCOMES),
  neverSeen: v.optional(v.literal(true)),
  parentDeleted: v.optional(v.literal(true)),
  alsoRemoved: v.optional(alsoRemovedSchema satisfies { item: Covers<AlsoRemoved> }),
  error: v.optional(v.string()),
  message: v.optional(v.string()),
  execution: v.string(),
  eventId: v.optional(id),
  serviceStatus: v.string(),
  before: json,
  after: json,
  items: v.optional(v.array(itemSchema satisfies Covers<Item>)),
  polls: count,
  calls: v.array(callSchema satisfies Covers<AwsCall>),
  callCount: count,
  startedAt: v.optional(timestamp),
  acceptedAt: v.optional(timestamp),
  endedAt: timestamp,
} satisfies Members<ItemResult>);

const approval = v.strictObject({
  by: v.string(),
  person: v.string(),
  at: timestamp,
  reason: v.string(),
} satisfies Members<Approval>);

const approvalSchema = v.union([
  v.strictObject({ needed: v.boolean() }),
  v.strictObject({ approvals: v.array(approval) } satisfies Members<Approved>),
]);

const endSchema = v.strictObject({
  rollUp: rollUpSchema satisfies Covers<RollUp>,
  inaccessible: v.optional(v.array(inaccessibleSchema)),
  endedAt: timestamp,
  secondsFromRequest: seconds,
  deadline: v.optional(timestamp),
  withinDeadline: v.optional(v.boolean()),
  rejected: v.optional(v.array(reasonSchema)),
} satisfies Members<Contents['end']>);

const CONTENTS = {
  request: v.strictObject({
    claimed,
    requester: v.optional(requester),
    origin: originSchema,
    request: v.union([offboardingRequested.schema, disassociationRequested.schema]),
    execution: v.string(),
  } satisfies Members<Contents['request']>),
  plan: planSchema,
  approval: approvalSchema,
  single: v.strictObject({
    result: resultSchema,
    secondsFromRequest: seconds,
  } satisfies Members<Contents['single']>),
  item: v.strictObject({
    planned: plannedSchema,
    result: v.nullable(resultSchema),
    secondsFromRequest: v.nullable(seconds),
  } satisfies Members<Contents['item']>),
  end: endSchema,
} satisfies Record<RecordType, v.GenericSchema>;

function recordSchema<Type extends RecordType>(type: Type) {
  return v.strictObject({ number: count, type: v.literal(type), content: CONTENTS[type], previous: hash, hash });
}

export const documentSchema = v.strictObject({
  version: v.literal(VERSION),
  offboarding: id,
  keyId: v.pipe(v.string(), v.minLength(1), v.maxLength(2048)),
  records: v.pipe(
    v.array(
      v.variant('type', [
        recordSchema('request'),
        recordSchema('plan'),
        recordSchema('approval'),
        recordSchema('single'),
        recordSchema('item'),
        recordSchema('end'),
      ]),
    ),
    v.check(
      (records) => ORDER.test(records.map(({ type }) => type).join(' ')),
      'must be request, plan, approval, every item and end; or request, single and end',
    ),
  ),
  head: hash,
  signature: v.pipe(v.string(), v.base64('must be base64')),
});

const ORDER = /^request (plan approval( item)*|single) end$/;
