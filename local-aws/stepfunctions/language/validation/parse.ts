import { type Json, readJson } from '../model/json.ts';
import type { Diagnostic } from './checks/diagnostic.ts';

export type Parsed = { value: Json } | { diagnostic: Diagnostic };

export function parseDefinition(text: string): Parsed {
  if (text.trim() === '') return refused('SCHEMA_VALIDATION_FAILED', 'Definition must be a valid JSON object');
  const read = readJson(text, { decimals: false });
  if ('value' in read) return read;
  return refused('INVALID_JSON_DESCRIPTION', read.problem.message, read.problem.location);
}

function refused(code: string, message: string, location?: string): Parsed {
  return { diagnostic: { severity: 'ERROR', code, message, ...(location !== undefined && { location }) } };
}
