/** The package as the sources stand now: made again only where one of them is newer, by one process at a time. */

import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { isStale } from './dist.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PACKAGE = join(ROOT, '.serverless');
const LOCK = join(ROOT, '.serverless.lock');

/** What a package is made of; deleting anything else does not change a byte of it. */
const SOURCES = [
  '{associations,events,functions,offboardings,packaging,statemachines,templates}/**/*',
  'serverless.yml',
  'package-lock.json',
];

/** Whoever holds the lock for longer than this has died. */
const LONGEST_MS = 60_000;

/** @returns the directory of the package. Throws with what `serverless package` printed where it fails. */
export async function freshPackage(): Promise<string> {
  if (!isOld()) return PACKAGE;
  await acquire();
  try {
    if (isOld()) await makePackage();
  } finally {
    rmSync(LOCK, { recursive: true, force: true });
  }
  return PACKAGE;
}

function isOld(): boolean {
  return isStale(join(PACKAGE, 'cloudformation-template-update-stack.json'), SOURCES);
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

async function acquire(): Promise<void> {
  for (;;) {
    try {
      mkdirSync(LOCK);
      return;
    } catch {
      const { mtimeMs = Date.now() } = statSync(LOCK, { throwIfNoEntry: false }) ?? {};
      if (Date.now() - mtimeMs > LONGEST_MS) rmSync(LOCK, { recursive: true, force: true });
      await sleep(50);
    }
  }
}
