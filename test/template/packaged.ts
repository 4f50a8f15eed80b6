/** The packaged stack, as the tests read it. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageIfStale } from '../../packaging/build-if-stale.ts';

export const ROOT = join(import.meta.dirname, '..', '..');

export interface Resource {
  Type: string;
  Metadata?: Record<string, unknown>;
  DeletionPolicy?: string;
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation's properties have a shape of their own for each type
  Properties: Record<string, any>;
}

export interface Template {
  Resources: Record<string, Resource>;
  Outputs: Record<string, { Value: unknown }>;
  Mappings: Record<string, Record<string, Record<string, string>>>;
}

export interface Packaged {
  directory: string;
  templatePath: string;
  template: Template;
  /** The resources of one type, by logical id. */
  of(type: string): [string, Resource][];
}

export async function packaged(): Promise<Packaged> {
  const directory = await packageIfStale();
  const templatePath = join(directory, 'cloudformation-template-update-stack.json');
  const template = JSON.parse(readFileSync(templatePath, 'utf8')) as Template;
  return {
    directory,
    templatePath,
    template,
    of: (type) => Object.entries(template.Resources).filter(([, resource]) => resource.Type === type),
  };
}

/** A state machine's definition, in its resource or in the mappings. */
// biome-ignore lint/suspicious/noExplicitAny: a definition has the shape that its author gave it
export function definitionOf({ Mappings }: Template, { Properties }: Resource): any {
  const { Definition, DefinitionString } = Properties;
  if (Definition !== undefined) return Definition;
  const [map, first, second] = DefinitionString['Fn::FindInMap'] as [string, string, string];
  return JSON.parse(Mappings[map]?.[first]?.[second] ?? 'null');
}

/** The logical id behind `Ref` or `Fn::GetAtt`. */
export function pointsTo(value: unknown): string | undefined {
  const { Ref, 'Fn::GetAtt': attribute } = (value ?? {}) as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
  return Ref ?? attribute?.[0];
}

/** A list, also where CloudFormation and IAM allow a single thing in its place. */
export function list<T>(value: T | T[] | undefined): T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
