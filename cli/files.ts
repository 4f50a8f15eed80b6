/** Files that the command line reads and writes. */

import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
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

/** @throws ClientError INVALID that names the file, and says where else the text is to be had. */
export function writeOut(file: string, text: string, ...hints: readonly string[]): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw usage(`${file} cannot be written: ${(error as Error).message}`, ...hints);
  }
}

/**
 * Makes the folder where there is none, with those above it. Node's own recursive mkdir never ends where a folder takes no
 * folders and says so by ENOENT, as /proc does.
 * @throws ClientError INVALID that names the folder.
 */
export function makeFolder(folder: string): void {
  const path = resolve(folder);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  if (found) throw usage(`${path} is not a folder`);
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    throw usage(`${path} cannot be made: ${(error as Error).message}`);
  }
}
