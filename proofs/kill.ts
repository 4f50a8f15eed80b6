/** Kill: SIGKILL of the real process at random moments under load, and nothing that was accepted is lost or doubled. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { random } from '@offboard/local-aws/random';
import { type RuntimeProcess, startLenient } from '../bench/runtime/process.ts';
import type { Proof } from './common/proof.ts';
import { check } from './kill/check.ts';
import { Load } from './kill/load.ts';

/** Milliseconds of load before a kill. */
const LEAST = 50;
const SPREAD = 600;
/** Longest that everything accepted may take to end after the last start. */
const SETTLE_MS = 600_000;

export const kill: Proof = {
  claim:
    'killed under load and started again, it loses and doubles nothing that it accepted, and timers keep their time',
  full: 100,
  small: 1,
  async run({ seed, size, note }) {
    const chance = random(seed, 'kill');
    const directory = mkdtempSync(join(tmpdir(), 'offboard-kill-'));
    let runtime: RuntimeProcess | undefined;
    try {
      const load = new Load();
      for (let kills = 0; kills < size; kills++) {
        runtime = await startLenient('--data', directory, '--clock', 'x60');
        await load.begin(runtime);
        await sleep(LEAST + Math.floor(chance() * SPREAD));
        await runtime.kill('SIGKILL');
        await load.pause();
        if (kills % 10 === 9) note(`kill: ${kills + 1} of ${size}, ${load.accepted()} requests accepted`);
      }
      runtime = await startLenient('--data', directory, '--clock', 'x60');
      await load.settle(runtime, SETTLE_MS);
      const { counts, failures } = await check(load);
      return { counts: { kills: size, ...counts }, failures };
    } finally {
      await runtime?.kill('SIGKILL');
      rmSync(directory, { recursive: true, force: true });
    }
  },
};
