import * as v from 'valibot';
import { associationOf, type Kind, kinds } from '../associations/registry.ts';
import { patternSchema } from './pattern.ts';
import { whereSchema } from './where.ts';

export const limitsSchema = v.strictObject({
  associations: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  percent: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100))),
});

export const approvalSchema = v.picklist(['none', 'required', 'by-risk']);

const policyObject = v.strictObject({
  /** Also the name of its rule and of its runs. */
  name: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{1,38}$/, 'must be 2 to 39 lower-case letters, digits and hyphens')),
  description: v.pipe(v.string(), v.minLength(1), v.maxLength(512)),
  kinds: v.pipe(v.array(v.picklist(kinds)), v.minLength(1)),
  where: v.optional(v.array(whereSchema)),
  /** Matched against a discovered association, whose fields offboardings/policy.ts fills. */
  match: patternSchema,
  /** `plan`, the default, changes nothing. */
  mode: v.optional(v.picklist(['plan', 'apply'])),
  limits: v.optional(limitsSchema),
  approval: v.optional(approvalSchema),
});

/** What a discovered association has at the top of it; offboardings/policy.ts fills them. */
const MATCHABLE: ReadonlySet<string> = new Set([
  'association',
  'target',
  'account',
  'region',
  'status',
  'since',
  'ageDays',
  'label',
  'snapshot',
  'shown',
]);

/** A pattern of a mistyped field matches nothing, or with `{"exists": false}` everything. Snapshots are the service's own. */
export const policySchema = v.pipe(
  policyObject,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { match, kinds: searched } = dataset.value;
    const ofTarget = new Set(searched.flatMap((kind: Kind) => Object.keys(associationOf(kind).target.fields)));
    for (const field of unknownFields(match, MATCHABLE)) {
      addIssue({ message: `match has ${field}, which no association has; it may have ${[...MATCHABLE].join(', ')}` });
    }
    for (const target of membersNamed(match, 'target')) {
      for (const field of unknownFields(target, ofTarget)) {
        addIssue({
          message: `match.target has ${field}, which no target of its kinds has; it may have ${[...ofTarget].join(', ')}`,
        });
      }
    }
  }),
);

/** `$or` stands beside fields, and lists patterns of the same level. */
function unknownFields(pattern: unknown, known: ReadonlySet<string>): string[] {
  return levelsOf(pattern).flatMap((level) =>
    Object.keys(level).filter((field) => field !== '$or' && !known.has(field)),
  );
}

function membersNamed(pattern: unknown, name: string): unknown[] {
  return levelsOf(pattern).flatMap((level) => (Object.hasOwn(level, name) ? [level[name]] : []));
}

function levelsOf(pattern: unknown): Record<string, unknown>[] {
  if (typeof pattern !== 'object' || pattern === null || Array.isArray(pattern)) return [];
  const level = pattern as Record<string, unknown>;
  return [level, ...(Array.isArray(level.$or) ? level.$or.flatMap(levelsOf) : [])];
}

export type CleanupPolicy = v.InferOutput<typeof policySchema>;
