/**
 * CSV as AWS reads it (developer guide, "How Step Functions parses input CSV files"): every value is a string; quotation
 * marks may enclose delimiters and line ends; a doubled quotation mark is one, also outside of quotes; a backslash keeps
 * the next character and disappears.
 */

import type { Json } from '../model/json.ts';

export interface CsvConfig {
  CSVHeaderLocation?: 'FIRST_ROW' | 'GIVEN';
  CSVHeaders?: string[];
  CSVDelimiter?: keyof typeof DELIMITERS;
}

const DELIMITERS = { COMMA: ',', PIPE: '|', SEMICOLON: ';', SPACE: ' ', TAB: '\t' };

/** Rows as objects: missing fields are empty, surplus fields are left out. */
export function parseCsv(text: string, { CSVHeaderLocation, CSVHeaders, CSVDelimiter }: CsvConfig): Json[] {
  const rows = csvRows(text, DELIMITERS[CSVDelimiter ?? 'COMMA']);
  const headers = CSVHeaderLocation === 'GIVEN' ? (CSVHeaders ?? []) : (rows.shift() ?? []);
  return rows.map((row) => Object.fromEntries(headers.map((header, column) => [header, row[column] ?? ''])));
}

function csvRows(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  const endRow = () => {
    rows.push([...row, field]);
    row = [];
    field = '';
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    const isEmptyQuotes = char === '"' && !quoted && field === '' && isEndOfField(text[at + 2], delimiter);
    if (char === '\\') field += text[++at] ?? '';
    else if (char === '"' && text[at + 1] === '"' && !isEmptyQuotes) field += text[++at];
    else if (char === '"') quoted = !quoted;
    else if (quoted) field += char;
    else if (char === delimiter) {
      row.push(field);
      field = '';
    } else if (char === '\n') endRow();
    else if (char !== '\r') field += char;
  }
  if (field !== '' || row.length > 0) endRow();
  return rows;
}

/** A field that is only `""` is empty. */
function isEndOfField(char: string | undefined, delimiter: string): boolean {
  return char === undefined || char === delimiter || char === '\n' || char === '\r';
}
