/** Reads a definition's text. */

import { readJson } from '../json.ts';
import type { Json } from '../types.ts';
import type { Diagnostic } from './diagnostic.ts';

export type Parsed = { value: Json } | { diagnostic: Diagnostic };

export function parseDefinition(text: string): Parsed {
  if (text.trim() === '') return refused('SCHEMA_VALIDATION_FAILED', 'Definition must be a valid JSON object');
  const read = readJson(text);
  if ('value' in read) return read;
  return refused('INVALID_JSON_DESCRIPTION', read.problem.message, read.problem.location);
}

function refused(code: string, message: string, location?: string): Parsed {
  return { diagnostic: { severity: 'ERROR', code, message, ...(location !== undefined && { location }) } };
}
