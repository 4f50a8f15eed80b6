import { defineConfig } from 'vitest/config';

/** What packages the stack, opens a browser or runs proofs: minutes, where all else takes seconds. */
export const SLOW = [
  'test/{console,examples,package,proofs,stories,template}/**',
  'test/cli/{commands,offboarding,watch}.test.ts',
];

export default defineConfig(({ mode }) => ({
  test: {
    include: ['{test,event-pattern,local-aws,schedule-expression}/**/*.test.ts'],
    exclude: ['node_modules/**', ...(mode === 'fast' ? SLOW : [])],
    // No test waits for the clock on the wall; two busy cores may take their time.
    expect: { poll: { timeout: 30_000 } },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // By itself Vitest keeps a core for its own process, which is idle here; two cores ran one file after the other.
    maxWorkers: '100%',
  },
}));
