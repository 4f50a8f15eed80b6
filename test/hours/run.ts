/**
 * `npm run test:hours`: the tests that start a runtime or read the time, once for each hour of a day and for the dates at
 * which calendars trip. The wall clock is shifted in every process that the tests start.
 *
 *     npm run test:hours                     every moment
 *     npm run test:hours -- 23 02-29 files   the moments with `23` or `02-29` in them, and these test files
 */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Moment {
  /** ISO 8601, in UTC. */
  time: string;
  /** The time zone of the machine. */
  zone: string;
}

const HOURS: readonly Moment[] = Array.from({ length: 24 }, (_, hour) => ({
  time: `2026-11-30T${String(hour).padStart(2, '0')}:30:00Z`,
  zone: 'UTC',
}));

/** Each passes its date, or its change of the clocks, while the tests run. */
const DATES: readonly Moment[] = [
  { time: '2028-02-29T23:59:50Z', zone: 'UTC' },
  { time: '2026-12-31T23:59:50Z', zone: 'UTC' },
  { time: '2027-03-14T06:59:50Z', zone: 'America/New_York' },
  { time: '2027-10-31T00:59:50Z', zone: 'Europe/Berlin' },
];

const AFFECTED = [
  'test/cli',
  'test/client',
  'test/functions',
  'test/stories/disassociation.test.ts',
  'test/stories/paths.test.ts',
  'test/package/documents.test.ts',
];

const root = join(import.meta.dirname, '..', '..');
const words = process.argv.slice(2);
const files = words.filter((word) => word.includes('/'));
const wanted = words.filter((word) => !word.includes('/'));
const moments = [...HOURS, ...DATES].filter(
  ({ time }) => wanted.length === 0 || wanted.some((word) => time.includes(word)),
);

const failed = moments.filter((moment) => !passes(moment));
console.log(`${moments.length - failed.length} passed, ${failed.length} failed`);
for (const { time, zone } of failed) console.log(`failed at ${time} (${zone})`);
process.exitCode = failed.length === 0 ? 0 : 1;

function passes({ time, zone }: Moment): boolean {
  const started = performance.now();
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--silent',
      '--reporter=dot',
      ...(files.length > 0 ? files : AFFECTED),
    ],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        TZ: zone,
        WALL_CLOCK_OFFSET_MS: String(Date.parse(time) - Date.now()),
        NODE_OPTIONS: `--import ${pathToFileURL(join(import.meta.dirname, 'wall-clock.mjs')).href}`,
      },
    },
  );
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`${status === 0 ? 'passed' : 'FAILED'} at ${time} (${zone}) in ${seconds} s`);
  return status === 0;
}
