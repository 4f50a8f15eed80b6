/** Files that the command line writes. */

import { writeFileSync } from 'node:fs';
import { usage } from './exit.ts';

/** @throws CliError (usage) that names the file, and says where else the text is to be had. */
export function writeOut(file: string, text: string, ...hints: readonly string[]): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw usage(`${file} cannot be written: ${(error as Error).message}`, ...hints);
  }
}
