/** `npm run test:fast` leaves out what packages the stack, opens a browser or runs proofs, and nothing else. */

import { globSync, readFileSync } from 'node:fs';
import { dirname, join, matchesGlob, normalize } from 'node:path';
import { expect, it } from 'vitest';
import { SLOW } from '../../vitest.config.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const RELATIVE_IMPORT = /(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"]+\.ts)['"]/g;
const SLOW_SOURCE = /^packaging\/build-if-stale\.ts$|^proofs\/[a-z-]+\.ts$/;

it('runs no test that packages the stack, opens a browser or runs a proof', () => {
  const fast = globSync('test/**/*.test.ts', { cwd: ROOT }).filter(
    (file) => !SLOW.some((pattern) => matchesGlob(file, pattern)),
  );
  const strays = fast.filter((file) => isSlow(file, new Set()));
  expect(strays, 'add them to SLOW in vitest.config.ts').toEqual([]);
});

/** Follows imports from test to test: a harness may be what packages. */
function isSlow(file: string, seen: Set<string>): boolean {
  if (seen.has(file)) return false;
  seen.add(file);
  if (SLOW_SOURCE.test(file)) return true;
  if (!file.startsWith('test/')) return false;
  const text = readFileSync(join(ROOT, file), 'utf8');
  if (text.includes("'playwright-core'")) return true;
  return Array.from(text.matchAll(RELATIVE_IMPORT), ([, path = '']) => normalize(join(dirname(file), path))).some(
    (path) => isSlow(path, seen),
  );
}
