/**
 * The contracts of events/, and of what lies in files and is printed for machines, as JSON Schemas for senders and readers in other
 * languages: offboard/schemas/*.json.
 */

import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { configurationSchema } from '../client/configuration-schema.ts';
import { listOutput, watchLine } from '../client/executions/schema.ts';
import { planOutput } from '../client/plans/schema.ts';
import { reportOutput } from '../client/reports/schema.ts';
import { policySchema } from '../events/cleanup.ts';
import { type EventContract, SOURCE } from '../events/index.ts';
import { signalSchema } from '../events/signal.ts';
import { storedPlanSchema } from '../offboardings/evidence/plan-schema.ts';
import { documentSchema } from '../offboardings/evidence/schema.ts';

/** The part of any contract that is used here. */
type Contract = Pick<EventContract<never>, 'detailType' | 'pattern'> & { schema: GenericSchema };

/** Checks that JSON Schema cannot express; the reader still makes them. */
const INEXPRESSIBLE = ['check', 'raw_check', 'readonly'];

/** The schema of the event as EventBridge delivers it; the envelope's further fields are EventBridge's own. */
export function schemaOf(contract: Contract, version: string): JsonSchema {
  const { $schema, $defs, ...detail } = jsonSchema(contract.schema);
  return {
    ...($schema && { $schema }),
    $id: `urn:offboard:${version}:${contract.detailType}`,
    title: contract.detailType,
    type: 'object',
    properties: {
      source: 'source' in contract.pattern ? { const: SOURCE } : { type: 'string' },
      'detail-type': { const: contract.detailType },
      detail,
    },
    required: ['source', 'detail-type', 'detail'],
    ...($defs && { $defs }),
  };
}

/** What lies in files and is printed, by the name of its schema. */
const documents = {
  plan: { title: 'What `offboard plan -o json` prints', schema: planOutput },
  'plan-file': { title: 'What `offboard plan --out FILE` writes', schema: storedPlanSchema },
  list: { title: 'What `offboard list -o json` prints', schema: listOutput },
  watch: { title: 'A line of `offboard watch -o json`', schema: watchLine },
  report: { title: 'What `offboard report -o json` prints', schema: reportOutput },
  evidence: { title: 'Evidence', schema: documentSchema },
  'cleanup-policy': { title: 'A cleanup policy', schema: policySchema },
  signal: { title: 'A signal of events/signals', schema: signalSchema },
  configuration: { title: 'offboard.config.yml', schema: configurationSchema },
} as const satisfies Record<string, { title: string; schema: GenericSchema }>;

export type DocumentName = keyof typeof documents;

export const documentNames = Object.keys(documents) as DocumentName[];

export function documentTitle(name: DocumentName): string {
  return documents[name].title;
}

export function schemaOfDocument(name: DocumentName, version: string): JsonSchema {
  const { title, schema } = documents[name];
  return { ...jsonSchema(schema), $id: `urn:offboard:${version}:${name}`, title: title.replaceAll('`', '') };
}

/** Of what is written: a transformation is the reader's. */
function jsonSchema(schema: GenericSchema): JsonSchema {
  return toJsonSchema(schema, { target: 'draft-2020-12', typeMode: 'input', ignoreActions: INEXPRESSIBLE });
}

/** `DisassociationRequested` is published as `disassociation-requested.json`. */
export function schemaFile(detailType: string): string {
  return `${detailType.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}.json`;
}
