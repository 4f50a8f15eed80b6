/** Data on stdout, everything else on stderr; colours only where a terminal shows them. */

import { styleText } from 'node:util';

export interface Output {
  /** stdout carries data for programs (JSON, YAML), and text for people goes to stderr. */
  structured: boolean;
  /** One value: a line of JSON, or a YAML document. */
  data(value: unknown): void;
  /** Text for people. */
  text(line: string): void;
  /** What is going on, on stderr; nothing with --quiet. */
  note(line: string): void;
  /** On stderr, with --quiet too: errors, and questions. */
  alert(line: string): void;
  paint(style: Style, text: string): string;
  /** A terminal where lines can be drawn over. */
  live: boolean;
}

export type Style = 'good' | 'bad' | 'warn' | 'dim' | 'bold';

const COLOURS = { good: 'green', bad: 'red', warn: 'yellow', dim: 'gray', bold: 'bold' } as const;

export interface OutputOptions {
  /** Prints text for people without it. */
  serialize?: ((value: unknown) => string) | undefined;
  quiet?: boolean;
}

export function createOutput({ serialize, quiet = false }: OutputOptions = {}): Output {
  const { stdout, stderr } = process;
  const structured = serialize !== undefined;
  // NO_COLOR (no-color.org): present and not empty means none, whatever the terminal.
  const colours = !structured && stdout.isTTY === true && !process.env.NO_COLOR;
  return {
    structured,
    data: (value) => write(stdout, serialize === undefined ? JSON.stringify(value) : serialize(value)),
    text: (line) => write(structured ? stderr : stdout, line),
    note: (line) => (quiet ? undefined : write(stderr, line)),
    alert: (line) => write(stderr, line),
    paint: (style, text) => (colours ? styleText(COLOURS[style], text, { validateStream: false }) : text),
    live: !structured && !quiet && stdout.isTTY === true,
  };
}

export const OUTPUT_FORMATS = ['table', 'json', 'yaml'] as const;

/** How a value is printed in this format; undefined for `table`. */
export async function serializerOf(format: string): Promise<OutputOptions['serialize']> {
  if (format === 'json') return JSON.stringify;
  if (format !== 'yaml') return undefined;
  const { stringify } = await import('yaml');
  // The marker separates the documents of a stream.
  return (value) => `---\n${stringify(value).trimEnd()}`;
}

function write(stream: NodeJS.WriteStream, line: string): void {
  stream.write(`${line}\n`);
}

export interface Column<Row> {
  title: string;
  value(row: Row): string;
  style?(row: Row): Style | undefined;
  /** Cut to this many characters, with an ellipsis. */
  limit?: number;
}

/** Between two columns. */
const GAP = '  ';

/**
 * Rows under headings, as wide as what is in them.
 * @param room characters in a line, which no row exceeds: columns that find none are left out, from the last, and the one
 * that finds too little is cut.
 */
export function table<Row>(
  output: Output,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  room = Number.POSITIVE_INFINITY,
): string[] {
  const cells = rows.map((row) => columns.map(({ value, limit }) => cut(printable(value(row)), limit)));
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

/** A name out of an event must not move the cursor or change colours. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}
