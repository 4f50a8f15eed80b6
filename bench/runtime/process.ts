/** The runtime in a process of its own, as `offboard dev` starts it, and what can be seen of it from outside. */

import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ClockMode, LocalAwsInfo } from '@offboard/local-aws';
import { buildDistIfStale, packageIfStale } from '../../packaging/build-if-stale.ts';
import { VIRTUAL_START } from '../../simulators/virtual-start.ts';

export interface RuntimeProcess {
  info: LocalAwsInfo;
  endpoint: string;
  /** Milliseconds from the start of the process to its first line, which says that it answers. */
  readyMs: number;
  /** Resident megabytes (10^6 bytes) as the kernel counts them. */
  residentMB(): number;
  /** Seconds of processor time it has used, all threads together: what it needs however busy the machine is. */
  processorSeconds(): number;
  /** What it wrote to stderr. */
  stderr(): string;
  /** Its exit code, null after a signal. */
  ended: Promise<number | null>;
  /** @returns its exit code, null after a signal. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

const START = ['--start', new Date(VIRTUAL_START).toISOString()];

const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** `offboard dev` with these flags on the packaged stack. */
export async function startDev(...flags: readonly string[]): Promise<RuntimeProcess> {
  await buildDistIfStale();
  await packageIfStale();
  return start([path('bin/offboard.mjs'), 'dev', '--port', '0', '--json', ...START, ...flags]);
}

/** The same, letting through what the template's roles do not allow: the measured machine is none of the template's. */
export function startLenient(...flags: readonly string[]): Promise<RuntimeProcess> {
  return startDev('--iam', 'report', ...flags);
}

/** The same with this many megabytes of heap: a process that needs more ends. */
export async function startBounded(megabytes: number, ...flags: readonly string[]): Promise<RuntimeProcess> {
  await buildDistIfStale();
  await packageIfStale();
  const bound = `--max-old-space-size=${megabytes}`;
  return start([
    bound,
    path('bin/offboard.mjs'),
    'dev',
    '--port',
    '0',
    '--json',
    '--iam',
    'report',
    ...START,
    ...flags,
  ]);
}

/** The same where no file can be larger than this many bytes, as on a disk that fills up. */
export async function startOnSmallDisk(bytes: number, ...flags: readonly string[]): Promise<RuntimeProcess> {
  await buildDistIfStale();
  await packageIfStale();
  const dev = [path('bin/offboard.mjs'), 'dev', '--port', '0', '--json', '--iam', 'report', ...START, ...flags];
  // POSIX counts in blocks of 512 bytes. Node ignores the signal, so that a write fails with EFBIG.
  return start(['-c', `ulimit -f ${Math.ceil(bytes / 512)}; exec "$0" "$@"`, process.execPath, ...dev], 'sh');
}

/** The listener and the services, without a stack. */
export async function startBare(clock: ClockMode = 'real'): Promise<RuntimeProcess> {
  await buildDistIfStale();
  return start([path('bench/runtime/bare.ts'), clock]);
}

/** A server that does nothing but answer, to compare with. */
export function startCanned(): Promise<RuntimeProcess> {
  return start([path('bench/runtime/canned.ts')]);
}

async function start(args: readonly string[], program = process.execPath): Promise<RuntimeProcess> {
  const started = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (part) => {
    stderr += part;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const info = await firstLine(child, ended, () => stderr);
  return {
    info,
    endpoint: info.endpoint,
    readyMs: performance.now() - started,
    residentMB: () => residentOf(child.pid as number),
    processorSeconds: () => processorSecondsOf(child.pid as number),
    stderr: () => stderr,
    ended,
    kill(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

/** @throws Error where the process ends before its first line. */
async function firstLine(child: ChildProcess, ended: Promise<unknown>, stderr: () => string): Promise<LocalAwsInfo> {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const line = new Promise<string>((resolve) => lines.once('line', resolve));
  const first = await Promise.race([line, ended.then(() => undefined)]);
  if (first === undefined) throw new Error(`the runtime ended before it was ready:\n${stderr()}`);
  return JSON.parse(first) as LocalAwsInfo;
}

/** utime and stime of /proc/PID/stat (proc(5): fields 14 and 15), in clock ticks, of which Linux has 100 a second. */
function processorSecondsOf(pid: number): number {
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [utime = 0, stime = 0] = fields.split(' ').slice(11, 13).map(Number);
  return (utime + stime) / 100;
}

function residentOf(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return (Number(kilobytes) * 1024) / 1e6;
}
