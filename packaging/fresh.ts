/** What is made of the sources, as they stand now: made again only where one of them is newer, by one process at a time. */

import { execFile } from 'node:child_process';
import { existsSync, globSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PACKAGE = join(ROOT, '.serverless');

interface Made {
  /** Its time is the time of the whole. */
  file: string;
  /** Globs; a newer file among these makes the whole stale. Folders count, so that a deleted file does, too. */
  sources: readonly string[];
  make(): Promise<unknown>;
}

/** Whoever holds a lock for longer than this has died. */
const LONGEST_MS = 60_000;

/** The bundles of dist/. */
export async function freshDist(): Promise<void> {
  await freshen({
    file: join(ROOT, 'dist', '.built'),
    sources: ['{cli,console,events,local,offboardings,views}/**/*', 'packaging/dist.ts', 'package-lock.json'],
    // The bundler is loaded only where there is something to bundle.
    make: async () => (await import('./dist.ts')).buildDist(),
  });
}

/**
 * The packaged stack. Deleting anything but its sources does not change a byte of it.
 *
 * @param note told when the package has to be made.
 * @returns the directory of the package. Throws with what `serverless package` printed where it fails.
 */
export async function freshPackage(note: (line: string) => void = () => {}): Promise<string> {
  await freshen({
    file: join(PACKAGE, 'cloudformation-template-update-stack.json'),
    sources: [
      '{associations,events,functions,offboardings,packaging,statemachines,templates}/**/*',
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
    rmSync(lock, { recursive: true, force: true });
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

async function acquire(lock: string): Promise<void> {
  for (;;) {
    try {
      mkdirSync(lock);
      return;
    } catch {
      const { mtimeMs = Date.now() } = statSync(lock, { throwIfNoEntry: false }) ?? {};
      if (Date.now() - mtimeMs > LONGEST_MS) rmSync(lock, { recursive: true, force: true });
      await sleep(50);
    }
  }
}
