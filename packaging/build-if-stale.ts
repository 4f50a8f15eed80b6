/** What is made of the sources, as they stand now: made again only where one of them is newer, by one process at a time. */

import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

/** packaging/ and dist/, into which this is bundled, stand side by side. */
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PACKAGE = join(ROOT, '.serverless');

interface Made {
  /** Its time is the time of the whole. */
  file: string;
  /** Globs; a newer file among these makes the whole stale. Folders count, so that a deleted file does, too. */
  sources: readonly string[];
  make(): Promise<unknown>;
}

/** The bundles of dist/. */
export async function freshDist(): Promise<void> {
  await freshen({
    file: join(ROOT, 'dist', '.built'),
    sources: [
      '{associations,cli,client,console,event-pattern,events,local-aws,loopback-guard,offboardings,schedule-expression,simulators}/**/*',
      'packaging/{dist,build-if-stale}.ts',
      'package-lock.json',
    ],
    // The bundler is loaded only where there is something to bundle; by address, so that no bundle carries it.
    make: async () => {
      const { buildDist } = (await import(
        pathToFileURL(join(ROOT, 'packaging', 'dist.ts')).href
      )) as typeof import('./dist.ts');
      await buildDist();
    },
  });
}

/**
 * The packaged stack. Deleting anything but its sources does not change a byte of it.
 *
 * @param note told when the package has to be made.
 * @returns the directory of the package.
 * @throws Error with what `serverless package` printed, where it fails.
 */
export async function freshPackage(note: (line: string) => void = () => {}): Promise<string> {
  await freshen({
    // The last that the framework writes.
    file: join(PACKAGE, 'serverless-state.json'),
    sources: [
      '{associations,event-pattern,events,functions,offboardings,packaging,statemachines,templates}/**/*',
      'serverless.yml',
      'package-lock.json',
    ],
    make: async () => {
      note('packaging the stack');
      await makePackage();
    },
  });
  return PACKAGE;
}

async function freshen({ file, sources, make }: Made): Promise<void> {
  if (!isStale(file, sources)) return;
  const lock = join(ROOT, `.${file.slice(ROOT.length).replaceAll(/\W+/g, '-')}.lock`);
  await acquire(lock);
  try {
    if (isStale(file, sources)) await make();
  } finally {
    rmSync(lock, { force: true });
  }
}

function isStale(file: string, sources: readonly string[]): boolean {
  if (!existsSync(file)) return true;
  const made = statSync(file).mtimeMs;
  return globSync([...sources], { cwd: ROOT }).some((path) => statSync(join(ROOT, path)).mtimeMs > made);
}

/** Offline, and without credentials. */
async function makePackage(): Promise<void> {
  const serverless = join(ROOT, 'node_modules', 'serverless', 'bin', 'serverless.js');
  try {
    await promisify(execFile)(process.execPath, [serverless, 'package'], { cwd: ROOT });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`serverless package failed in ${ROOT}:\n${stdout}${stderr}`);
  }
}

/** Waits for its turn; a lock whose holder was killed is nobody's. */
async function acquire(lock: string): Promise<void> {
  while (!taken(lock)) {
    if (!isHeld(lock)) rmSync(lock, { force: true });
    await sleep(50);
  }
}

function taken(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

/**
 * By a process that is alive, or by one that let it go just now. What was made a moment ago is empty yet: 0, which is
 * this process's own group.
 */
function isHeld(lock: string): boolean {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
