/**
 * CSV as AWS reads it (developer guide, "How Step Functions parses input CSV files"): every value is a string; quotation
 * marks may enclose delimiters and line ends; a doubled quotation mark is one, also outside of quotes; a backslash keeps a
 * delimiter, a quotation mark or a backslash, and otherwise disappears.
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
  const reader = new CsvReader(text, delimiter);
  const rows: string[][] = [];
  while (!reader.ended) rows.push(reader.row());
  return rows;
}

class CsvReader {
  readonly #text: string;
  readonly #delimiter: string;
  /** A field that is quoted as a whole. */
  readonly #quoted: RegExp;
  #at = 0;

  constructor(text: string, delimiter: string) {
    this.#text = text;
    this.#delimiter = delimiter;
    this.#quoted = new RegExp(`"((?:[^"\\\\]|""|\\\\.)*)"(?=\\${delimiter}|\\r?\\n|$)`, 'sy');
  }

  get ended(): boolean {
    return this.#at >= this.#text.length;
  }

  row(): string[] {
    const fields = [this.#field()];
    while (this.#text[this.#at] === this.#delimiter) {
      this.#at++;
      fields.push(this.#field());
    }
    this.#at++;
    return fields;
  }

  #field(): string {
    this.#quoted.lastIndex = this.#at;
    const [whole = '', quoted] = this.#quoted.exec(this.#text) ?? [];
    this.#at += whole.length;
    if (quoted === undefined) return this.#unquoted();
    if (this.#text[this.#at] === '\r') this.#at++;
    return quoted.replace(/""|\\(.)/gs, (_escape, char: string = '"') => char);
  }

  /** Quotation marks within a field only keep delimiters and line ends from ending it. */
  #unquoted(): string {
    let field = '';
    let quoted = false;
    for (; !this.ended; this.#at++) {
      const char = this.#text[this.#at] as string;
      const next = this.#text[this.#at + 1];
      if ((char === '\\' && this.#isSpecial(next)) || (char === '"' && next === '"')) {
        field += next;
        this.#at++;
      } else if (char === '"') quoted = !quoted;
      else if (!quoted && (char === this.#delimiter || char === '\n')) return field;
      else if (char !== '\\' && (quoted || char !== '\r')) field += char;
    }
    return field;
  }

  #isSpecial(char: string | undefined): boolean {
    return char === '\\' || char === '"' || char === this.#delimiter;
  }
}
