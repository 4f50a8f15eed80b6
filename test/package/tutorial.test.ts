/**
 * The commands of docs/tutorial.md and docs/how-to, as somebody types them: what the tutorial says is printed is printed, ids,
 * times and durations aside; what the other pages say works.
 */

import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it, vi } from 'vitest';
import { main } from '../../cli/main.ts';
import { answerPlan } from '../../client/approvals/answer.ts';
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

/** What the last command has printed so far. */
let printed = '';
let exitCode = 0;

async function run(command: string): Promise<string> {
  printed = '';
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
  const given = flags.map((word) => (/\.(?:json|html|pem)$/.test(word) ? join(folder, word) : word));
  exitCode = await main([...given, '--endpoint', runtime.endpoint]);
  vi.unstubAllEnvs();
  // As it is typed there.
  return printed.replaceAll(`--endpoint ${runtime.endpoint}`, '--local');
}

const client = () => createStackClient(connect({ endpoint: runtime.endpoint }), new AbortController().signal);

const pendingIds = async () => (await listPendingApprovals(client())).approvals.map(({ requestId = '' }) => requestId);

it('every command prints what the tutorial says', async () => {
  expect(steps.length).toBeGreaterThan(6);
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
    if (isApplied) await expect.poll(async () => (await pendingIds()).length).toBe(1);
  }
});

/** In another account. */
const SHOP = '--repository shop --where-role arn:aws:iam::222233334444:role/offboard-spoke';

const HOW_TO = join(import.meta.dirname, '../../docs/how-to');

/** The commands of the blocks of `sh`, without comments; a file that the page shows is written first. */
function commandsOf(page: string): string[] {
  const text = readFileSync(page, 'utf8');
  for (const [, json = ''] of text.matchAll(/^```json\n(.*?)^```$/gms)) {
    const { name } = JSON.parse(json) as { name: string };
    writeFileSync(join(folder, `${name}.json`), json);
  }
  const blocks = Array.from(text.matchAll(/^```sh\n(.*?)^```$/gms), ([, block = '']) => block);
  const lines = blocks.flatMap((block) => block.replaceAll(/\\\n\s*/g, '').split('\n'));
  return lines.map((line) => line.replace(/ +#.*$/, '')).filter((line) => line !== '');
}

/** Types what a command asks for. */
function typing(): Readable {
  return Readable.from(
    (async function* () {
      await expect.poll(() => printed, { timeout: 60_000 }).toMatch(/Type ".+" to confirm:/);
      yield `${/Type "(.+)" to confirm:/.exec(printed)?.[1]}\n`;
    })(),
  );
}

/** What is answered: with `ID` the first plan that waits, with `ID1` and `ID2` two of them. Otherwise the last offboarding. */
async function withIds(command: string): Promise<string> {
  const [first = last, second = last] = await pendingIds();
  const named = command.replace('ID1', first).replace('ID2', second);
  return named.replace(/\bID\b/, /^offboard (?:approve|deny) /.test(command) ? first : last);
}

/** Somebody else approves what waits, once it does. */
async function approveOnce(running: Promise<unknown>): Promise<void> {
  let hasEnded = false;
  void running.finally(() => {
    hasEnded = true;
  });
  await expect.poll(async () => hasEnded || (await pendingIds()).length > 0, { timeout: 60_000 }).toBe(true);
  const { connection, signal } = client();
  const clientConfig = { ...connection.clientConfig, credentials: { accessKeyId: 'erin', secretAccessKey: 'any' } };
  const approver = createStackClient({ ...connection, clientConfig }, signal);
  for (const id of await pendingIds()) await answerPlan(approver, id, 'approve', 'agreed');
  runtime.clock.set('jump');
}

/** Plans that wait for somebody, one for each command that answers some. */
async function leavePlansWaiting(...subjects: string[]): Promise<void> {
  for (const [index, subject] of subjects.entries()) {
    await run(`offboard plan ${subject} --out waiting-${index}.json`);
    runtime.clock.set('real');
    await run(`offboard apply waiting-${index}.json --approval required --yes --no-wait`);
  }
  await expect.poll(async () => (await pendingIds()).length, { timeout: 60_000 }).toBe(subjects.length);
}

/** The id of the last offboarding: the pages are read in order. */
let last = '';

it.each(
  globSync('*.md', { cwd: HOW_TO })
    .filter((page) => /^```sh$/m.test(readFileSync(join(HOW_TO, page), 'utf8')))
    .toSorted(),
)('every command of %s works', async (page) => {
  vi.spyOn(process, 'stdin', 'get').mockImplementation(() => typing() as typeof process.stdin);
  const isAboutApprovals = basename(page) === 'approvals.md';
  if (isAboutApprovals) await leavePlansWaiting('--repository web', '--repository api', '--repository jobs', SHOP);
  for (const line of commandsOf(join(HOW_TO, page))) {
    const command = await withIds(line);
    if (isAboutApprovals) vi.stubEnv('AWS_ACCESS_KEY_ID', 'erin').stubEnv('AWS_SECRET_ACCESS_KEY', 'any');
    if (/ --approval required/.test(command)) runtime.clock.set('real');
    const running = run(command);
    if (/ --approval required/.test(command)) await approveOnce(running);
    await running;
    // Of the tutorial one was not there any more.
    expect(exitCode, `${command}\n${printed}`).toBe(command.startsWith('offboard report') ? 1 : 0);
    last = /evidence (01[0-9A-Z]{24})/.exec(printed)?.[1] ?? last;
  }
});
