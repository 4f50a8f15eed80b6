import { globSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** What packages the stack, opens a browser or runs proofs: minutes, where all else takes seconds. */
export const SLOW = [
  'test/{console,deployment,examples,here,package,proofs,stories,template}/**',
  'test/cli/{commands,full-disk,offboarding,permissions,signals,start,watch}.test.ts',
];

/** Need a process of their own: what they set is read when modules are loaded, or is the process's for good, such as a harness's hooks. */
const ISOLATED = [
  'test/console/**/*.test.ts',
  'test/cli/{commands,full-disk,offboarding,permissions,signals,start,watch}.test.ts',
  'test/here/{changes,commands,plan,planted}.test.ts',
  'test/package/{tarball,tutorial,verify-scripts}.test.ts',
  'test/associations/sdk/*.test.ts',
  'test/functions/{publish-metric,task}.test.ts',
];

/** Beside what Vitest keeps, and not in the home of who runs the tests. */
const CACHE = join(import.meta.dirname, 'node_modules', '.cache');
const COMPILED = join(CACHE, 'compiled');

const DAY = 24 * 60 * 60 * 1000;

// Node removes nothing from its compile cache, and Vitest imports test files by a new URL in each run.
for (const file of globSync(join(COMPILED, '*', '*'))) {
  const written = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  if (Date.now() - written > DAY) rmSync(file, { force: true });
}

export default defineConfig(({ mode }) => ({
  test: {
    exclude: ['node_modules/**', ...(mode === 'fast' ? SLOW : [])],
    env: { XDG_CACHE_HOME: CACHE, NODE_COMPILE_CACHE: COMPILED },
    // No test waits for the clock on the wall; two busy cores may take their time.
    expect: { poll: { timeout: 300_000 } },
    testTimeout: 600_000,
    hookTimeout: 600_000,
    setupFiles: ['test/environment.ts'],
    // Node strips the types itself, as it does for every script here: nothing is transformed in Vitest's process.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // By itself Vitest keeps a core for its own process, which is idle here; two cores ran one file after the other.
    maxWorkers: '100%',
    projects: [
      // One worker runs many of them, and imports the SDK and the runtime once.
      { extends: true, test: { name: 'shared', include: ['**/*.test.ts'], exclude: ISOLATED, isolate: false } },
      { extends: true, test: { name: 'isolated', include: ISOLATED } },
    ],
  },
}));
