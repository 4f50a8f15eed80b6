/** Shapes as the SDK's schemas write them, as far as our hand-written services need them. */

import type { $SchemaRef, SchemaTraits, StaticOperationSchema, StaticStructureSchema } from '@smithy/types';

/** The SDK's numbers for simple shapes. */
export const STRING = 0;
export const NUMBER = 1;
export const EPOCH_SECONDS = 7;
/** Any JSON: kept as it came. */
export const DOCUMENT = 15;

/** Writes the shapes of one namespace. */
export function shapesOf(namespace: string) {
  const structure = (name: string, members: Readonly<Record<string, $SchemaRef>>): StaticStructureSchema => [
    3,
    namespace,
    name,
    0,
    Object.keys(members),
    Object.values(members),
  ];
  return {
    structure,
    /** @param traits `{ http: ['POST', '/path', 200] }` for REST; none for RPC. */
    operation: (
      name: string,
      traits: SchemaTraits,
      input: Readonly<Record<string, $SchemaRef>>,
      output: Readonly<Record<string, $SchemaRef>>,
    ): StaticOperationSchema => [
      9,
      namespace,
      name,
      traits,
      structure(`${name}Request`, input),
      structure(`${name}Response`, output),
    ],
  };
}

/** A member that stands in the path. */
export const LABEL: $SchemaRef = [STRING, { httpLabel: 1 }];
