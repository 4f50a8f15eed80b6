import * as v from 'valibot';
import { associations, type Kind, kinds } from '../associations/registry.ts';
import { deadlineFits } from './deadline.ts';
import { defineEvent, type Pattern } from './define.ts';
import { requestMetadataSchema, timestamp } from './metadata.ts';
import sample from './samples/disassociation-requested.json' with { type: 'json' };
import { type Where, whereSchema } from './where.ts';

export type TargetOf<K extends Kind> = v.InferOutput<(typeof associations)[K]['target']['schema']>;

/** Which association, in which account and Region, and until when to try. */
export type DisassociationData = {
  [K in Kind]: {
    association: K;
    target: TargetOf<K>;
    where?: Where | undefined;
    /** ISO 8601; without it the kind's own deadline counts from the request's timestamp. */
    deadline?: string | undefined;
  };
}[Kind];

/** One schema a kind, chosen by `association`, so that each problem has its own path. */
const dataSchema = v.variant(
  'association',
  Object.values(associations).map(({ kind, target: { schema } }) =>
    v.strictObject({
      association: v.literal(kind),
      target: schema,
      where: v.optional(whereSchema),
      deadline: v.optional(timestamp),
    }),
  ),
  `must be one of ${kinds.join(', ')}`,
);

const detailSchema = v.pipe(
  v.strictObject({ metadata: requestMetadataSchema, data: dataSchema as v.GenericSchema<unknown, DisassociationData> }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { metadata, data } = dataset.value;
    if (deadlineFits(metadata.timestamp, data.deadline)) return;
    addIssue({
      message: 'must be after metadata.timestamp, at most 30 days later',
      path: [
        { type: 'object', origin: 'value', input: { ...dataset.value }, key: 'data', value: data },
        { type: 'object', origin: 'value', input: { ...data }, key: 'deadline', value: data.deadline },
      ],
    });
  }),
);

export type DisassociationRequest = v.InferOutput<typeof detailSchema>;

export const disassociationRequested = defineEvent({
  detailType: 'DisassociationRequested',
  schema: detailSchema,
  sample,
  anySource: true,
});

/** The pattern of the rule of one kind's state machine. */
export function patternOfKind(kind: string): Pattern {
  return { ...disassociationRequested.pattern, detail: { data: { association: [kind] } } };
}

/** The pattern of the rule for requests that no state machine is there for. */
export function patternOfUnknownKind(known: readonly string[]): Pattern {
  return {
    ...disassociationRequested.pattern,
    detail: { data: { association: [{ 'anything-but': [...known] }, { exists: false }] } },
  };
}
