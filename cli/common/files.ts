/** Files that the command line reads and writes. */

import { closeSync, fchmodSync, fstatSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { usage } from './exit.ts';

/** @throws ClientError INVALID that names the file. */
export function readFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw usage(`${file} cannot be read: ${(error as Error).message}`);
  }
}

/** @throws ClientError INVALID that names the file. */
export function readJsonFile(file: string): unknown {
  const text = readFile(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw usage(`${file} is not JSON: ${(error as Error).message}`);
  }
}

/** Plans and evidence name people, so what is written is its owner's alone. */
const OWNER_ONLY = { file: 0o600, directory: 0o700 };

/** @throws ClientError INVALID that names the file, with hints where else the text is. */
export function writeFile(file: string, text: string, ...hints: readonly string[]): void {
  try {
    writeOwn(file, text);
  } catch (error) {
    throw usage(`${file} cannot be written: ${(error as Error).message}`, ...hints);
  }
}

/** A file that was there, readable by others, is made private before anything is written to it. */
function writeOwn(file: string, text: string): void {
  const descriptor = openSync(file, 'w', OWNER_ONLY.file);
  try {
    if (fstatSync(descriptor).isFile()) fchmodSync(descriptor, OWNER_ONLY.file);
    writeFileSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Like `mkdir -p`, for its owner alone. Node's own recursive mkdir never returns below a directory that answers ENOENT to mkdir, as /proc does.
 * @throws ClientError INVALID that names the directory.
 */
export function createDirectory(directory: string): void {
  const path = resolve(directory);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return;
  if (stats) throw usage(`${path} is not a directory`);
  createDirectory(dirname(path));
  try {
    mkdirSync(path, OWNER_ONLY.directory);
  } catch (error) {
    throw usage(`${path} cannot be created: ${(error as Error).message}`);
  }
}
