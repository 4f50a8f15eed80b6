/** Rows as comma-separated values (RFC 4180), for spreadsheets. */

import { printable } from './printable.ts';

export function csv<Row extends object>(rows: readonly Row[], columns: readonly (keyof Row & string)[]): string {
  const lines = rows.map((row) => columns.map((column) => cell(row[column])).join(','));
  return [columns.join(','), ...lines].join('\r\n');
}

function cell(value: unknown): string {
  const text = printable(String(value ?? ''));
  // Spreadsheets run cells that begin with these as formulas, the wide ones with an East Asian input method.
  const harmless = /^\s*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text;
  // Where the decimal point is a comma, spreadsheets split at semicolons.
  return /[",;]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
