/** Files that the command line reads and writes. */

import { readFileSync, writeFileSync } from 'node:fs';
import { usage } from './exit.ts';

/** @throws CliError (usage) that names the file. */
export function readFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw usage(`${file} cannot be read: ${(error as Error).message}`);
  }
}

/** @throws CliError (usage) that names the file. */
export function readJsonFile(file: string): unknown {
  const text = readFile(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw usage(`${file} is not JSON: ${(error as Error).message}`);
  }
}

/** @throws CliError (usage) that names the file, and says where else the text is to be had. */
export function writeOut(file: string, text: string, ...hints: readonly string[]): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw usage(`${file} cannot be written: ${(error as Error).message}`, ...hints);
  }
}
