import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{test,event-pattern,local-aws,schedule-expression}/**/*.test.ts'],
    exclude: ['node_modules/**'],
    // No test waits for the clock on the wall; two busy cores may take their time.
    expect: { poll: { timeout: 30_000 } },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // By itself Vitest keeps a core for its own process, which is idle here; two cores ran one file after the other.
    maxWorkers: '100%',
  },
});
