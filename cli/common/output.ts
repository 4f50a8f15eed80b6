/** Data on stdout, everything else on stderr; colours only where a terminal shows them. */

import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { escapeHidden, hasHidden, printable } from '../../client/printable.ts';
import type { Select } from './query.ts';

export interface Output {
  /** stdout carries data for programs (JSON, YAML), and text for people goes to stderr. */
  structured: boolean;
  /** One value, of which --query may select a part: a line of JSON, or a YAML document. */
  data(value: unknown): void;
  /** What went wrong, in the same format, whole. */
  failure(value: unknown): void;
  /** A line of text for people. Control characters become spaces, here and in notes and alerts. */
  text(line: string): void;
  /** A text in a format of its own, whose lines are free of control characters. */
  raw(text: string): void;
  /** What is going on, on stderr; nothing with --quiet. */
  note(line: string): void;
  /** On stderr, with --quiet too: errors, and questions. */
  alert(line: string): void;
  paint(style: Style, text: string): string;
  /** A terminal where lines can be drawn over. */
  live: boolean;
  /** Characters in a line of a table: of the terminal, else of COLUMNS; infinite with --wide, or where neither says. */
  readonly width: number;
}

export type Style = 'good' | 'bad' | 'warn' | 'dim' | 'bold';

const COLOURS = { good: 'green', bad: 'red', warn: 'yellow', dim: 'gray', bold: 'bold' } as const;

export interface OutputOptions {
  /** Prints text for people without it. */
  serialize?: ((value: unknown) => string) | undefined;
  /** What to print of each value. */
  select?: Select | undefined;
  quiet?: boolean;
  wide?: boolean;
}

export function createOutput({ serialize, select, quiet = false, wide = false }: OutputOptions = {}): Output {
  const { stdout, stderr } = process;
  const structured = serialize !== undefined;
  const failure = (value: unknown) => write(stdout, escapeHidden((serialize ?? JSON.stringify)(value)));
  // NO_COLOR (no-color.org): present and not empty means none, whatever the terminal.
  const colours = !structured && stdout.isTTY === true && !process.env.NO_COLOR;
  return {
    structured,
    data: (value) => failure(select === undefined ? value : select(value)),
    failure,
    text: (line) => write(structured ? stderr : stdout, coloured(printable(line))),
    raw: (text) => write(structured ? stderr : stdout, text),
    note: (line) => (quiet ? undefined : write(stderr, coloured(printable(line)))),
    alert: (line) => write(stderr, coloured(printable(line))),
    paint: (style, text) => (colours ? painted(style, text) : text),
    live: !structured && !quiet && stdout.isTTY === true,
    get width() {
      return wide ? Number.POSITIVE_INFINITY : widthOf(stdout);
    },
  };
}

function widthOf({ columns }: Partial<NodeJS.WriteStream>): number {
  return columns || Number(process.env.COLUMNS) || Number.POSITIVE_INFINITY;
}

/** Stands for an escape sequence until the line is written. It is random, so no text from elsewhere can hold one. */
const MARK = `<${randomUUID()}:`;
const MARKS = new RegExp(`${MARK}(\\d+)>`, 'g');

function painted(style: Style, text: string): string {
  const [open, close] = inspect.colors[COLOURS[style]] as [number, number];
  return `${MARK}${open}>${text}${MARK}${close}>`;
}

function coloured(line: string): string {
  return line.replace(MARKS, '\u001b[$1m');
}

/** How a value is printed in this format; undefined for `table`. */
export async function serializerOf(format: string): Promise<OutputOptions['serialize']> {
  if (format === 'json') return JSON.stringify;
  if (format !== 'yaml') return undefined;
  const { Document, visit } = await import('./yaml.ts');
  return (value) => {
    const document = new Document(value);
    visit(document, {
      Scalar(_key, node) {
        // Only quoted text can hold escapes.
        if (typeof node.value === 'string' && hasHidden(node.value)) node.type = 'QUOTE_DOUBLE';
      },
    });
    // The marker separates the documents of a stream.
    return `---\n${document.toString().trimEnd()}`;
  };
}

function write(stream: NodeJS.WriteStream, line: string): void {
  stream.write(`${line}\n`);
}

export interface Column<Row> {
  title: string;
  value(row: Row): string;
  style?(row: Row): Style | undefined;
  /** Cut to this many characters, with an ellipsis; whole with --wide. */
  limit?: number;
}

/** Between two columns. */
const GAP = '  ';

/**
 * Rows under headings, as wide as what is in them. No line exceeds the output's width: columns that find no room are left
 * out, from the last, and the one that finds too little is cut.
 */
export function table<Row>(output: Output, rows: readonly Row[], columns: readonly Column<Row>[]): string[] {
  const room = output.width;
  const cells = rows.map((row) =>
    columns.map(({ value, limit }) =>
      cut(printable(value(row)), room === Number.POSITIVE_INFINITY ? undefined : limit),
    ),
  );
  const widths = fitting(
    columns.map(({ title }, index) => Math.max(title.length, ...cells.map((line) => line[index]?.length ?? 0))),
    room,
  );
  const shown = columns.slice(0, widths.length);
  const pad = (text: string, index: number) =>
    cut(index === shown.length - 1 ? text : text.padEnd(widths[index] ?? 0), widths[index]);
  const heading = shown.map(({ title }, index) => pad(title, index)).join(GAP);
  const lines = rows.map((row, at) =>
    shown
      .map(({ style }, index) => {
        const [painted, padded] = [style?.(row), pad(cells[at]?.[index] ?? '', index)];
        return painted ? output.paint(painted, padded) : padded;
      })
      .join(GAP),
  );
  return [output.paint('dim', heading), ...lines];
}

/** A column narrower than this says nothing. */
const NARROWEST = 8;

/** The widths of those columns that a line has room for, the last of them as wide as there is room; one at least. */
function fitting(wanted: readonly number[], room: number): number[] {
  const widths: number[] = [];
  let left = room;
  for (const width of wanted) {
    if (widths.length > 0 && left < Math.min(width, NARROWEST)) break;
    widths.push(Math.min(width, left));
    left -= width + GAP.length;
  }
  return widths;
}

export function cut(text: string, most = Number.POSITIVE_INFINITY): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
