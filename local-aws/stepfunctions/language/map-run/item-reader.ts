/** The items of an ItemReader's object or list. */

import { StateFailure } from '../engine/failure.ts';
import type { Json, JsonObject } from '../model/json.ts';

export interface ReaderConfig {
  InputType?: 'JSON' | 'JSONL' | 'CSV';
  MaxItems?: number;
  /** JSON only: where in the document the array is. */
  ItemsPointer?: string;
  CSVHeaderLocation?: 'FIRST_ROW' | 'GIVEN';
  CSVHeaders?: string[];
  CSVDelimiter?: keyof typeof DELIMITERS;
}

const DELIMITERS = { COMMA: ',', PIPE: '|', SEMICOLON: ';', SPACE: ' ', TAB: '\t' };

export function readItems(output: Json, config: ReaderConfig): Json[] {
  const { Body, Contents } = (output ?? {}) as { Body?: string; Contents?: Json[] };
  const items = Contents ?? (Body === undefined ? undefined : parse(Body, config));
  if (!Array.isArray(items)) throw failed('Attempting to map over non-iterable node.');
  const { MaxItems } = config;
  if (MaxItems !== undefined && MaxItems < 0) throw failed('field MaxItems must be positive');
  return MaxItems ? items.slice(0, MaxItems) : items;
}

function parse(body: string, config: ReaderConfig): Json {
  if (config.InputType === 'CSV') return parseCsv(body, config);
  try {
    if (config.InputType === 'JSONL') return lines(body).map((line) => JSON.parse(line) as Json);
    return pointed(JSON.parse(body) as Json, config.ItemsPointer);
  } catch {
    throw failed('Invalid JSON document in the file that the ItemReader names.');
  }
}

function lines(body: string): string[] {
  return body.split(/\r?\n/).filter((line) => line.trim() !== '');
}

/** A JSON Pointer (RFC 6901). */
function pointed(document: Json, pointer: string | undefined): Json {
  let at: Json | undefined = document;
  for (const step of pointer ? pointer.split('/').slice(1) : []) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    at = (at as JsonObject | null | undefined)?.[key];
  }
  return at ?? null;
}

/** Rows as objects, every value text; quoted fields may hold delimiters, quotes and line ends (RFC 4180). */
function parseCsv(body: string, { CSVHeaderLocation, CSVHeaders, CSVDelimiter }: ReaderConfig): Json[] {
  const rows = csvRows(body, DELIMITERS[CSVDelimiter ?? 'COMMA']);
  const headers = CSVHeaderLocation === 'GIVEN' ? (CSVHeaders ?? []) : (rows.shift() ?? []);
  return rows.map((row) => Object.fromEntries(headers.map((header, column) => [header, row[column] ?? ''])));
}

function csvRows(body: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < body.length; at++) {
    const char = body[at] as string;
    if (quoted && char === '"' && body[at + 1] === '"') field += body[++at];
    else if (char === '"') quoted = !quoted;
    else if (quoted) field += char;
    else if (char === delimiter) {
      row.push(field);
      field = '';
    } else if (char === '\n') {
      rows.push([...row, field]);
      row = [];
      field = '';
    } else if (char !== '\r') field += char;
  }
  if (field !== '' || row.length > 0) rows.push([...row, field]);
  return rows;
}

function failed(cause: string): StateFailure {
  return new StateFailure({ error: 'States.ItemReaderFailed', cause });
}
