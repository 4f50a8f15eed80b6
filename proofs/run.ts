/** npm run prove -- NAME [--seed N] [--size N] [--json FILE] */

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Verdict } from './common/proof.ts';
import { type ProofName, proofs } from './index.ts';

const USAGE = `usage: npm run prove -- NAME [--seed N] [--size N] [--json FILE]\n\n${Object.entries(proofs)
  .map(([name, { claim, full }]) => `  ${name.padEnd(12)} ${claim} (size ${full})`)
  .join('\n')}`;

/** Failures beyond this many are counted, not printed. */
const MAX_PRINTED = 20;

async function run(): Promise<number> {
  const { name, seed, size, file } = readArguments();
  const started = performance.now();
  const verdict = await proofs[name].run({ seed, size, note: (line) => process.stderr.write(`${line}\n`) });
  const seconds = (performance.now() - started) / 1000;
  report(name, seed, size, seconds, verdict);
  if (file) writeFileSync(file, `${JSON.stringify({ name, seed, size, seconds, ...verdict }, null, 2)}\n`);
  return verdict.failures.length === 0 ? 0 : 1;
}

function readArguments(): { name: ProofName; seed: number; size: number; file: string | undefined } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seed: { type: 'string', default: '1' },
      size: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  const [name] = positionals;
  if (values.help || name === undefined || positionals.length > 1 || !Object.hasOwn(proofs, name)) {
    throw new Error(USAGE);
  }
  return {
    name: name as ProofName,
    seed: whole('--seed', values.seed, 0),
    size: whole('--size', values.size ?? String(proofs[name as ProofName].full), 1),
    file: values.json,
  };
}

function whole(flag: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new Error(`${flag} takes a whole number from ${least} on, not '${text}'`);
  return value;
}

function report(name: string, seed: number, size: number, seconds: number, { counts, failures }: Verdict): void {
  const counted = Object.entries(counts)
    .map(([what, count]) => `${what}=${count}`)
    .join(' ');
  console.log(
    `${failures.length === 0 ? 'held' : 'FAILED'} ${name} seed=${seed} size=${size} seconds=${seconds.toFixed(1)} failures=${failures.length} ${counted}`,
  );
  for (const failure of failures.slice(0, MAX_PRINTED)) console.log(`  ${failure}`);
  if (failures.length > MAX_PRINTED) console.log(`  and ${failures.length - MAX_PRINTED} more`);
}

try {
  process.exitCode = await run();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
