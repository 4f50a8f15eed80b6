/** What is built from the sources: built again only where a source is newer, by one process at a time. */

import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { DIST_FOLDERS, STACK_FOLDERS } from './sources.ts';

/** packaging/ and dist/, into which this is bundled, stand side by side. */
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PACKAGE = join(ROOT, '.serverless');

interface Output {
  /** The file written last; its time is the time of the build. */
  file: string;
  /** Files and folders; whatever in them is newer makes the output stale. Folders count, and with them deleted files. */
  sources: readonly string[];
  build(): Promise<unknown>;
}

/** The bundles of dist/. */
export async function buildDistIfStale(): Promise<void> {
  await buildIfStale({
    file: join(ROOT, 'dist', '.built'),
    sources: [...DIST_FOLDERS, 'package-lock.json'],
    // The bundler is loaded only where there is something to bundle; by URL, so that no bundle contains it.
    build: async () => {
      const { buildDist } = (await import(
        pathToFileURL(join(ROOT, 'packaging', 'dist.ts')).href
      )) as typeof import('./dist.ts');
      await buildDist();
    },
  });
}

/**
 * The packaged stack.
 *
 * @param note called with a line when the stack is packaged.
 * @returns the directory of the package.
 * @throws Error with what `serverless package` printed, where it fails.
 */
export async function packageIfStale(note: (line: string) => void = () => {}): Promise<string> {
  await buildIfStale({
    // Written last, by packaging/plugin.ts.
    file: join(PACKAGE, '.packaged'),
    sources: [...STACK_FOLDERS, 'serverless.yml', 'package-lock.json'],
    build: async () => {
      note('packaging the stack');
      await packageStack();
    },
  });
  return PACKAGE;
}

async function buildIfStale({ file, sources, build }: Output): Promise<void> {
  if (!isStale(file, sources)) return;
  const lock = join(ROOT, `.${file.slice(ROOT.length).replaceAll(/\W+/g, '-')}.lock`);
  await acquire(lock);
  try {
    if (isStale(file, sources)) await build();
  } finally {
    rmSync(lock, { force: true });
  }
}

function isStale(file: string, sources: readonly string[]): boolean {
  const built = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return built === undefined || sources.some((source) => isNewer(join(ROOT, source), built));
}

/** The file or folder itself, or anything in it: each command asks, and fs.glob takes ten times as long. */
function isNewer(path: string, built: number): boolean {
  const stat = statSync(path);
  if (stat.mtimeMs > built) return true;
  return stat.isDirectory() && readdirSync(path).some((name) => isNewer(`${path}/${name}`, built));
}

/** All of them: local AWS shows what would be sent, and nothing leaves it. */
export const PACKAGED_NOTICES = 'topic, slack@C0123456789, pagerduty';

/** Needs neither network nor credentials. */
async function packageStack(): Promise<void> {
  const serverless = join(ROOT, 'node_modules', 'serverless', 'bin', 'serverless.js');
  try {
    await promisify(execFile)(process.execPath, [serverless, 'package', '--param', `notices=${PACKAGED_NOTICES}`], {
      cwd: ROOT,
    });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`serverless package failed in ${ROOT}:\n${stdout}${stderr}`);
  }
}

/** Waits for the lock; one whose holder was killed is removed. */
async function acquire(lock: string): Promise<void> {
  while (!tryLock(lock)) {
    if (!isHeld(lock)) rmSync(lock, { force: true });
    await sleep(50);
  }
}

function tryLock(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

/**
 * Whether a living process holds the lock. A lock file is empty for a moment after it is created; that reads as 0, which
 * is this process's own group.
 */
function isHeld(lock: string): boolean {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
