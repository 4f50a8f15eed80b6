/** docs/tutorial.md, command by command: what it says is printed is printed, ids, times and durations aside. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { main } from '../../cli/main.ts';
import { listPendingApprovals } from '../../client/approvals/pending.ts';
import { connect } from '../../client/connection.ts';
import { createStackClient } from '../../client/stack-client.ts';
import { folder, runtime } from '../cli/harness.ts';

interface Step {
  command: string;
  printed: string;
}

/** The blocks of `console`: a line that begins with `$` is a command, what follows it is printed by it. */
const steps: Step[] = Array.from(
  readFileSync(join(import.meta.dirname, '../../docs/tutorial.md'), 'utf8').matchAll(/^```console\n(.*?)^```$/gms),
  ([, block = '']) => block.replaceAll(/\\\n\s*/g, ''),
).flatMap((block) =>
  block
    .split(/^\$ /m)
    .slice(1)
    .map((step) => {
      const [command = '', ...printed] = step.split('\n');
      return { command, printed: printed.join('\n') };
    }),
);

/** What differs from run to run: ids of requests, plans and keys, times, durations. */
const VARIABLE = [
  '01[0-9A-HJKMNP-TV-Z]{8,24}',
  '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}',
  '[0-9a-f]{64}',
  '[0-9a-f]{12}',
  '\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z',
  '(?:\\d+ (?:ms|s|min|h|d) ?)+',
].join('|');
const VARIABLES = new RegExp(`\\b(?:${VARIABLE})(?!\\w)`, 'g');

const oneSpaced = (text: string) => text.replaceAll(/ +/g, ' ').replaceAll(/ $/gm, '').trim();

const literal = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Takes what the page says is printed, with any ids, times and durations in their places. */
function patternOf(printed: string): RegExp {
  const parts = oneSpaced(printed).split(VARIABLES).map(literal);
  const text = parts.join(`(${VARIABLE})`).replaceAll(literal('\n[...]\n'), '\n[^]*');
  return new RegExp(`^${text}$`);
}

/** Words of a shell: quotes, and variables before the command. */
function wordsOf(line: string): string[] {
  return Array.from(line.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, plain]) => quoted ?? plain ?? '');
}

async function run(command: string): Promise<string> {
  let printed = '';
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      printed += text;
      return true;
    });
  }
  const words = wordsOf(command);
  const start = words.indexOf('offboard') + 1;
  for (const setting of words.slice(0, start).filter((word) => word.includes('='))) {
    vi.stubEnv(...(setting.split('=') as [string, string]));
  }
  const flags = words.slice(start).filter((word) => word !== '--local');
  const given = flags.map((word) => (word.endsWith('.json') ? join(folder, word) : word));
  await main([...given, '--endpoint', runtime.endpoint]);
  vi.unstubAllEnvs();
  // As it is typed there.
  return printed.replaceAll(`--endpoint ${runtime.endpoint}`, '--local');
}

it('every command prints what the tutorial says', async () => {
  expect(steps.length).toBeGreaterThan(6);
  const client = createStackClient(connect({ endpoint: runtime.endpoint }), new AbortController().signal);
  /** An id of the page -> the id of this run. */
  const ids = new Map<string, string>();
  for (const { command, printed } of steps) {
    vi.stubEnv('COLUMNS', '80');
    const isApplied = / apply /.test(command);
    // A jumping clock leaves no time to answer.
    if (isApplied) runtime.clock.set('real');
    if (/ evidence [0-9A-Z]/.test(command)) {
      runtime.clock.set('jump');
      await runtime.settled();
    }
    const actual = oneSpaced(await run(command.replaceAll(VARIABLES, (id) => ids.get(id) ?? id)));
    expect(actual, command).toMatch(patternOf(printed));
    const [, ...found] = patternOf(printed).exec(actual) ?? [];
    for (const [index, [id]] of [...oneSpaced(printed).matchAll(VARIABLES)].entries()) ids.set(id, found[index] ?? '');
    if (isApplied) await expect.poll(async () => (await listPendingApprovals(client)).approvals.length).toBe(1);
  }
});
