/** A disk without space: what was accepted stays, and a clear error says what to do. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { scratchFolder } from '@offboard/local-aws/test/scratch.ts';
import { describe, expect, it } from 'vitest';
import { type RuntimeProcess, startLenient, startOnSmallDisk } from '../../bench/runtime/process.ts';
import { EXIT } from '../../cli/common/exit.ts';
import { buildDistIfStale } from '../../packaging/build-if-stale.ts';
import { check } from '../../proofs/kill/check.ts';
import { Load } from '../../proofs/kill/load.ts';
import { ROOT } from '../template/packaged.ts';

const folder = scratchFolder('full-disk');
const MB = 1024 * 1024;
const SETTLE_MS = 600_000;

/** Runs `offboard` by a shell, `$0`. */
async function shell(script: string): Promise<{ status: number | null; stderr: string }> {
  await buildDistIfStale();
  const program = `"${process.execPath}" "${join(ROOT, 'bin/offboard.mjs')}"`;
  const { status, stderr } = spawnSync('sh', ['-c', script.replaceAll('offboard', program)], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stderr };
}

describe('a full disk', () => {
  it('ends the runtime by a clear error, and it goes on with all it accepted once there is space', async () => {
    const data = join(folder, 'data');
    const clock = ['--data', data, '--clock', 'x60'];
    const load = new Load();
    let runtime: RuntimeProcess = await startOnSmallDisk(4.5 * MB, ...clock);
    try {
      await load.begin(runtime);
      expect(await runtime.ended).toBe(EXIT.failed);
      await load.pause();
      expect(load.accepted()).toBeGreaterThan(10);
      expect(runtime.stderr()).toContain(`error: ${join(data, 'offboard.sqlite')} cannot be written: `);
      expect(runtime.stderr()).not.toMatch(/^\s+at /m);
      runtime = await startLenient(...clock);
      await load.settle(runtime, SETTLE_MS);
      expect((await check(load)).failures).toEqual([]);
    } finally {
      await runtime.kill('SIGKILL');
    }
  });

  it('is reported where the output goes to it, without a stack trace', async () => {
    const { status, stderr } = await shell('offboard kinds --json > /dev/full');
    expect(stderr).toMatch(/^error: the output cannot be written: ENOSPC: [^\n]*\n$/);
    expect(status).toBe(EXIT.failed);
  });
});
