/**
 * The contracts of events/, and what the terminal prints for machines, as JSON Schemas for senders and readers in other
 * languages: offboard/schemas/*.json.
 */

import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { watchLine } from '../client/executions/schema.ts';
import { type EventContract, SOURCE } from '../events/index.ts';

/** The part of any contract that is used here. */
type Contract = Pick<EventContract<never>, 'detailType' | 'pattern'> & { schema: GenericSchema };

/** Checks that JSON Schema cannot express; the reader still makes them. */
const INEXPRESSIBLE = ['check', 'raw_check', 'readonly'];

/** The schema of the event as EventBridge delivers it; the envelope's further fields are EventBridge's own. */
export function schemaOf(contract: Contract, version: string): JsonSchema {
  const { $schema, $defs, ...detail } = toJsonSchema(contract.schema, {
    target: 'draft-2020-12',
    typeMode: 'input',
    ignoreActions: INEXPRESSIBLE,
  });
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

/** Of one line of `offboard watch --json`. */
export function watchSchema(version: string): JsonSchema {
  const schema = toJsonSchema(watchLine, { target: 'draft-2020-12', ignoreActions: INEXPRESSIBLE });
  return { ...schema, $id: `urn:offboard:${version}:watch`, title: 'A line of offboard watch --json' };
}

/** `DisassociationRequested` is published as `disassociation-requested.json`. */
export function schemaFile(detailType: string): string {
  return `${detailType.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}.json`;
}
