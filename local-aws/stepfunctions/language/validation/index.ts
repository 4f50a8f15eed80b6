/** What CreateStateMachine and ValidateStateMachineDefinition find wrong with a definition. */

import { isObject, type Json, readJson } from '../model/json.ts';
import type { Document } from '../model/program.ts';
import type { Diagnostic } from './checks/diagnostic.ts';
import { Location, type ResourceSupport, type Rules } from './checks/location.ts';
import { checkGraph } from './graph.ts';
import { checkMachine, checkState, languageOf } from './machine.ts';
import { checkScopes } from './scopes.ts';

export { type Diagnostic, invalidDefinition } from './checks/diagnostic.ts';
export type { ResourceSupport } from './checks/location.ts';

export interface ValidationOptions {
  type?: 'STANDARD' | 'EXPRESS';
  /** Absent: any ARN can be called. */
  support?: (resource: string) => ResourceSupport;
}

/**
 * The diagnostics of a definition's JSON text, in AWS's words and order: first those of fields, and
 * where there are none, those of the graph of states. Without an ERROR among them the definition can run.
 */
export function validateDefinition(definition: string, options: ValidationOptions = {}): Diagnostic[] {
  const parsed = parseDefinition(definition);
  if ('diagnostic' in parsed) return [parsed.diagnostic];
  const found = checkFields(parsed.value, options);
  if (found.some(({ severity }) => severity === 'ERROR')) return found;
  const document = parsed.value as unknown as Document;
  return [...found, ...checkGraph(document), ...checkScopes(document)];
}

/** The diagnostics of a single state's JSON text. */
export function validateState(
  definition: string,
  { type = 'STANDARD', support = () => 'served' }: ValidationOptions = {},
): Diagnostic[] {
  const parsed = parseDefinition(definition);
  if ('diagnostic' in parsed) return [parsed.diagnostic];
  const found: Diagnostic[] = [];
  const rules: Rules = { type, support, machineLanguage: 'JSONPath' };
  checkState('', parsed.value, new Location(found, { path: '', language: 'JSONPath', rules }));
  return found;
}

function checkFields(
  definition: Json,
  { type = 'STANDARD', support = () => 'served' }: ValidationOptions,
): Diagnostic[] {
  const found: Diagnostic[] = [];
  const language = isObject(definition) ? languageOf(definition, 'JSONPath') : 'JSONPath';
  const rules: Rules = { type, support, machineLanguage: language };
  checkMachine(definition, new Location(found, { path: '', language, rules }));
  return found;
}

type Parsed = { value: Json } | { diagnostic: Diagnostic };

function parseDefinition(text: string): Parsed {
  if (text.trim() === '') return refused('SCHEMA_VALIDATION_FAILED', 'Definition must be a valid JSON object');
  const read = readJson(text, { decimals: false });
  if ('value' in read) return read;
  return refused('INVALID_JSON_DESCRIPTION', read.problem.message, read.problem.location);
}

function refused(code: string, message: string, location?: string): Parsed {
  return { diagnostic: { severity: 'ERROR', code, message, ...(location !== undefined && { location }) } };
}
