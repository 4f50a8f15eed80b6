/** Fuzz: nothing that comes in through the door makes the process crash, hang, answer 500 or grow without end. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pick, random } from '@offboard/local-aws/random';
import { Client } from '../bench/runtime/client.ts';
import { roleOf } from '../bench/runtime/machine.ts';
import { startBounded } from '../bench/runtime/process.ts';
import type { Proof } from './common/proof.ts';
import { attacksOn } from './fuzz/attacks.ts';
import { Target } from './fuzz/target.ts';

/** Megabytes of heap the process has to do with: what grows without end, ends it. */
const HEAP = 512;
/** How many attackers at once. */
const ATTACKERS = 4;

export const fuzz: Proof = {
  claim: 'whatever is sent is answered in time and without a 500, and the memory is bounded (size: seconds)',
  full: 600,
  small: 2,
  async run({ seed, size, note }) {
    const directory = mkdtempSync(join(tmpdir(), 'offboard-fuzz-'));
    const runtime = await startBounded(HEAP, '--data', directory);
    try {
      const target = new Target(runtime.endpoint, runtime.processorSeconds);
      const client = new Client(runtime.endpoint);
      const attacks = attacksOn(target, await roleOf(client, runtime.info));
      client.close();
      const failures: string[] = [];
      const started = performance.now();
      const elapsed = () => (performance.now() - started) / 1000;
      const attacker = async (number: number) => {
        const chance = random(seed, 'fuzz', number);
        while (elapsed() < size && failures.length < 50) {
          const [name, attack] = pick(attacks, chance);
          try {
            const { status, body } = await attack(chance);
            if (status >= 500) failures.push(`${name}: ${status} ${body.slice(0, 300)}`);
          } catch (error) {
            failures.push(`${name}: ${(error as Error).message}`);
          }
        }
      };
      await Promise.all(Array.from({ length: ATTACKERS }, (_, number) => attacker(number)));
      for (const line of runtime.stderr().split('\n').slice(0, 20)) if (line) note(line);
      const statuses = [...target.statuses].map(([status, count]) => [`status${status}`, count]);
      return {
        counts: {
          answers: target.answers,
          worstMs: Math.round(target.worstMs),
          residentMB: Math.round(runtime.residentMB()),
          ...Object.fromEntries(statuses),
        },
        failures,
      };
    } finally {
      await runtime.kill('SIGKILL');
      rmSync(directory, { recursive: true, force: true });
    }
  },
};
