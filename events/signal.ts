/** A signal from outside that somebody or something leaves: which events it is, and what in them an offboarding is made of. */

import * as v from 'valibot';
import { subjectTypes } from '../associations/registry.ts';
import { optionsSchema } from './offboarding-requested.ts';
import { patternSchema } from './pattern.ts';

/** Members of the event, from the outermost in. */
const path = v.pipe(v.array(v.string()), v.minLength(1));

const name = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9-]{1,38}$/, 'must be 2 to 39 lower-case letters, digits and hyphens'),
);

export const signalSchema = v.strictObject({
  /** Also of its rule and of its requests. */
  name,
  /** Also the reason of its requests. */
  description: v.pipe(
    v.string(),
    v.minLength(1),
    v.maxLength(512),
    // In the template of the signal's rule, EventBridge takes it for a variable.
    v.regex(/^[^<]*$/, 'must be without <'),
  ),
  /** The default bus, where AWS's own events are; the stack's; or a partner's, which the stage parameter `signals` names. */
  bus: v.picklist(['default', 'offboard', 'partner']),
  pattern: patternSchema,
  subject: v.strictObject({
    type: v.picklist([...subjectTypes.keys()]),
    at: path,
    /** Where a list is at the path: the member that its entry has, and the value. */
    where: v.optional(v.record(v.string(), v.string())),
    /** The member of that entry. */
    field: v.optional(v.string()),
    /** Where the value is a user's id: the path of its identity store's id. The user's name there is the subject. */
    lookUp: v.optional(v.strictObject({ identityStoreId: path })),
  }),
  /** What copies have in common: the source's id of the event, or for signals that say the same, the subject and the day. */
  id: v.union([v.strictObject({ at: path }), v.strictObject({ oncePerDay: name })]),
  /** The source's own time, else the event's. */
  occurredAt: path,
  actor: v.optional(v.strictObject({ prefix: v.string(), at: path })),
  /** What can be listed of its source: a daily list finds who left without a signal. */
  list: v.optional(v.picklist(['organization-accounts', 'identity-store-users', 'directory-users'])),
  /** Of its requests; they only plan, unless `mode` says otherwise. */
  options: v.optional(v.omit(optionsSchema, ['planId', 'deadline', 'approvalDeadline'])),
});

export type Signal = v.InferOutput<typeof signalSchema>;
