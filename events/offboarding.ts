import * as v from 'valibot';
import { subjectTypes } from '../associations/registry.ts';
import { count } from './count.ts';
import { whereSchema } from './where.ts';

/** The user, account or resource whose associations are removed. */
export const subjectSchema = v.strictObject({
  /** `kind`: every association of the kind whose name is the id. */
  type: v.picklist([...subjectTypes.keys(), 'kind']),
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
});

/** An object in the stack's bucket: the plan or the evidence. */
const objectSchema = v.strictObject({ bucket: v.string(), key: v.string(), versionId: v.optional(v.string()) });

/** Where the evidence is stored, and what a copy of it is verified with; or why it is not stored yet. */
export const evidenceSchema = v.variant('stored', [
  v.strictObject({
    stored: v.literal(true),
    ...objectSchema.entries,
    /** The hash of the chain's last record. */
    head: v.string(),
    /** The key that signed the head. */
    keyId: v.string(),
  }),
  v.strictObject({ stored: v.literal(false), error: v.string() }),
]);

/** The count of each outcome. Only DISASSOCIATED was removed. */
export const rollUpSchema = v.strictObject({
  planned: count,
  DISASSOCIATED: count,
  ALREADY_GONE: count,
  /** What was requested and no read ever showed: of ALREADY_GONE, and of the associations that are named. */
  neverSeen: count,
  /** Searches that could not be read, and that the request does not allow to be left unread. */
  inaccessible: count,
  SKIPPED: count,
  NOT_FOUND: count,
  FAILED: count,
  TIMED_OUT: count,
  REJECTED: count,
});

export const planSchema = v.strictObject({
  /** A SHA-256 hash of what is offboarded, the terms and the items: the same give the same id. */
  id: v.string(),
  associations: count,
  excluded: count,
  /** What the subject has through others, and keeps. Absent: nothing. */
  inherited: v.optional(count),
  stored: objectSchema,
});

/** What discovery could not read: there may be associations in it. */
export const inaccessibleSchema = v.strictObject({
  kind: v.string(),
  where: whereSchema,
  at: v.string(),
  error: v.string(),
  message: v.string(),
  /** The reason with which the request allows it. */
  allowed: v.optional(v.string()),
});

/** Who requested it: `proven` by a statement of identity, `configured` as a rule of the stack, or as `claimed`. */
export const requesterSchema = v.strictObject({
  name: v.string(),
  proof: v.picklist(['proven', 'claimed', 'configured']),
});

export const aboutSchema = {
  requester: v.optional(requesterSchema),
  subject: v.optional(subjectSchema),
  /** The name of the policy, for a cleanup. */
  policy: v.optional(v.string()),
  mode: v.picklist(['plan', 'apply']),
  execution: v.optional(v.string()),
};
