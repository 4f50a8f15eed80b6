/** What somebody waits for in the first hour: installation, packaging, the demonstration, each command, the first plan of an own account. */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { Measurement } from './measure.ts';
import { quantile } from './runtime/client.ts';

const run = promisify(execFile);

const ROOT = join(import.meta.dirname, '..');
const LAUNCHER = join('bin', 'offboard.mjs');
const STARTS = 11;

interface Row {
  what: string;
  figure: string;
  goal: string;
}

export const firstHour: Measurement = {
  method: `seconds of npm ci and its size, of packaging cold and warm, of npm start to its first and its last outcome, of the first plan with --here from the tarball; milliseconds of a command above bare Node, the median of ${STARTS} starts`,
  async run({ note }) {
    const folder = mkdtempSync(join(tmpdir(), 'first-hour-'));
    try {
      const clone = cloneIn(folder);
      const parts = [installation, packaging, demonstration, command, firstPlan];
      const rows: Row[] = [];
      for (const part of parts) {
        note(`first-hour: ${part.name}`);
        rows.push(...(await part(clone)));
      }
      return { rows: rows.map((row) => ({ ...row })) };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** As git has it: without what is installed and built. */
function cloneIn(folder: string): string {
  const clone = join(folder, 'clone');
  const left = ['node_modules', '.git', '.serverless', 'dist', 'coverage'].map((name) => join(ROOT, name));
  cpSync(ROOT, clone, { recursive: true, preserveTimestamps: true, filter: (path) => !left.includes(path) });
  return clone;
}

async function installation(clone: string): Promise<Row[]> {
  const seconds = await secondsOf(() => run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: clone }));
  const { stdout } = await run('du', ['-sm', join(clone, 'node_modules')]);
  return [
    { what: 'npm ci', figure: `${seconds} s`, goal: '' },
    { what: 'node_modules', figure: `${Number.parseInt(stdout, 10)} MB`, goal: '' },
  ];
}

async function packaging(clone: string): Promise<Row[]> {
  const packageStack = () =>
    run(process.execPath, ['-e', "import('./packaging/build-if-stale.ts').then((it) => it.packageIfStale())"], {
      cwd: clone,
    });
  return [
    { what: 'packaging, cold', figure: `${await secondsOf(packageStack)} s`, goal: '' },
    { what: 'packaging, warm', figure: `${await secondsOf(packageStack)} s`, goal: '' },
  ];
}

/** The second run: in the first one functions are compiled. */
async function demonstration(clone: string): Promise<Row[]> {
  const start = () => linesOf(spawn(process.execPath, [LAUNCHER, 'start', '--exit', '--port', '0'], { cwd: clone }));
  await start();
  const outcomes = (await start()).filter(({ text }) => /^[✓✗]/.test(text));
  const at = (line: TimedLine | undefined) => `${seconds(line?.at ?? Number.NaN)} s`;
  return [
    { what: 'npm start, first outcome', figure: at(outcomes[0]), goal: '3 s' },
    { what: 'npm start, last outcome', figure: at(outcomes.at(-1)), goal: '10 s' },
  ];
}

async function command(clone: string): Promise<Row[]> {
  const median = async (...args: string[]) => {
    const times: number[] = [];
    for (let index = 0; index < STARTS; index++) {
      const started = performance.now();
      await run(process.execPath, args, { cwd: clone });
      times.push(performance.now() - started);
    }
    return quantile(times, 0.5);
  };
  const [bare, kinds] = [await median('-e', ''), await median(LAUNCHER, 'kinds')];
  return [
    { what: 'bare Node', figure: `${Math.round(bare)} ms`, goal: '' },
    { what: 'offboard kinds, above bare Node', figure: `${Math.round(kinds - bare)} ms`, goal: '100 ms' },
  ];
}

/** From the tarball in an empty folder; AWS is `offboard dev` in another process. */
async function firstPlan(clone: string): Promise<Row[]> {
  const empty = join(clone, '..', 'empty');
  mkdirSync(empty);
  await run('npm', ['pack', '--pack-destination', join(clone, '..')], { cwd: clone });
  const [tarball = ''] = readdirSync(join(clone, '..')).filter((name) => name.endsWith('.tgz'));
  const install = ['install', '--no-audit', '--no-fund', join(clone, '..', tarball)];
  const installing = await secondsOf(() => run('npm', install, { cwd: empty }));
  const far = spawn(process.execPath, [LAUNCHER, 'dev', '--port', '0', '-o', 'json'], { cwd: clone });
  try {
    const endpoint = await endpointOf(far);
    const caller = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'dana', AWS_SECRET_ACCESS_KEY: 'dana' };
    const env = { PATH: process.env.PATH, HOME: empty, ...caller, AWS_ENDPOINT_URL: endpoint };
    const launcher = join('node_modules', 'offboard', LAUNCHER);
    const lines = await linesOf(
      spawn(process.execPath, [launcher, 'plan', '--user', 'alice', '--here'], { cwd: empty, env }),
    );
    const until = (sign: RegExp) => `${seconds(lines.find(({ text }) => sign.test(text))?.at ?? Number.NaN)} s`;
    return [
      { what: 'first plan: install the tarball', figure: `${installing} s`, goal: '' },
      { what: 'first plan: until the caller is known', figure: until(/^account /), goal: '' },
      { what: 'first plan: until the request is sent', figure: until(/^request /), goal: '' },
      { what: 'first plan: until it is shown', figure: until(/^plan /), goal: '60 s, with the installation' },
    ];
  } finally {
    far.kill();
  }
}

async function endpointOf({ stdout }: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: stdout as NodeJS.ReadableStream }))
    return (JSON.parse(line) as { endpoint: string }).endpoint;
  throw new Error('offboard dev printed no endpoint');
}

interface TimedLine {
  /** Milliseconds after the start. */
  at: number;
  text: string;
}

/** Of both its outputs, until it has ended. @throws Error where it fails. */
async function linesOf(child: ChildProcess): Promise<TimedLine[]> {
  const started = performance.now();
  const lines: TimedLine[] = [];
  for (const input of [child.stdout, child.stderr] as NodeJS.ReadableStream[])
    createInterface({ input }).on('line', (text) => lines.push({ at: performance.now() - started, text }));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0)
    throw new Error(`${child.spawnargs.join(' ')} ended with ${code}:\n${lines.map(({ text }) => text).join('\n')}`);
  return lines;
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return seconds(performance.now() - started);
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}
