import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ClientError } from '../../client/errors.ts';
import { usage } from './exit.ts';

/** @throws ClientError INVALID that names the file. */
export function readFile(file: string): string {
  return readBytes(file).toString('utf8');
}

/** @throws ClientError INVALID that names the file. */
export function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
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

/** No space, no quota, or a limit to the size of files: nothing that other arguments would change. */
const DISK_FULL = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/**
 * Writes the whole file, or leaves what was there.
 * @throws ClientError that names the file, with hints where else the text is; FAILED for a full disk, else INVALID.
 */
export function writeFile(file: string, text: string, ...hints: readonly string[]): void {
  try {
    const there = statSync(file, { throwIfNoEntry: false });
    if (there === undefined || there.isFile()) replaceFile(there === undefined ? file : realpathSync(file), text);
    else writeFileSync(file, text);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    const kind = DISK_FULL.includes(code) ? 'FAILED' : 'INVALID';
    throw new ClientError(kind, `${file} cannot be written: ${message}`, ...hints);
  }
}

/** By a file beside it, so that a disk that fills up costs nothing of the old one. */
function replaceFile(path: string, text: string): void {
  const draft = `${path}.${randomUUID()}`;
  try {
    writeFileSync(draft, text, { mode: OWNER_ONLY.file, flag: 'wx', flush: true });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
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
