/** npm run bench -- [NAME...] [--seed N] [--json FILE] */

import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type MeasurementName, measurements } from './index.ts';
import type { Figures } from './measure.ts';

const USAGE = `usage: npm run bench -- [NAME...] [--seed N] [--json FILE]\n\n${Object.entries(measurements)
  .map(([name, { method }]) => `  ${name.padEnd(12)} ${method}`)
  .join('\n')}`;

async function run(): Promise<void> {
  const { names, seed, file } = readArguments();
  const measured: Record<string, Figures & { method: string }> = {};
  for (const name of names) {
    const { method, run: measure } = measurements[name];
    console.log(`\n${name}: ${method}`);
    const figures = await measure({ seed, note: (line) => process.stderr.write(`${line}\n`) });
    for (const line of table(figures.rows)) console.log(`  ${line}`);
    measured[name] = { method, ...figures };
  }
  const machine = { node: process.version, cores: cpus().length, processor: cpus()[0]?.model ?? 'unknown' };
  if (file) writeFileSync(file, `${JSON.stringify({ machine, seed, measured }, null, 2)}\n`);
}

function readArguments(): { names: MeasurementName[]; seed: number; file: string | undefined } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: 'string', default: '1' }, json: { type: 'string' }, help: { type: 'boolean' } },
  });
  const known = Object.keys(measurements) as MeasurementName[];
  const unknown = positionals.find((name) => !Object.hasOwn(measurements, name));
  if (values.help || unknown !== undefined || !/^\d+$/.test(values.seed)) throw new Error(USAGE);
  return {
    names: positionals.length > 0 ? (positionals as MeasurementName[]) : known,
    seed: Number(values.seed),
    file: values.json,
  };
}

function table(rows: Figures['rows']): string[] {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = [columns, ...rows.map((row) => columns.map((column) => String(row[column] ?? '')))];
  const widths = columns.map((_, column) => Math.max(...cells.map((line) => (line[column] as string).length)));
  return cells.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] as number))
      .join('  ')
      .trimEnd(),
  );
}

try {
  await run();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
