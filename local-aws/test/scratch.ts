/** Folders for what tests write. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const folders: string[] = [];

/** A new folder, gone when the test file that asked for it has run. */
export function scratchFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `test-${name}-`));
  folders.push(folder);
  return folder;
}

// Registered while the file is read, so that it comes after the file's own hooks.
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
