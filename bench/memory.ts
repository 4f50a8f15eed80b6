/** Resident memory. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Measurement } from './measure.ts';
import { Client, load } from './runtime/client.ts';
import { createMachine, INPUT, SIX_STATES } from './runtime/machine.ts';
import { type RuntimeProcess, startLenient } from './runtime/process.ts';

const STEP = 10_000;
const IDLE_MS = 2_000;
const CONNECTIONS = 16;

export const memory: Measurement = {
  method: `VmRSS of offboard dev --iam report on the packaged stack, ${IDLE_MS / 1000} s idle after start; then ${STEP} executions of six states at a time`,
  async run() {
    const directory = mkdtempSync(join(tmpdir(), 'offboard-memory-'));
    try {
      return {
        rows: [
          { kept: 'in memory', ...(await measure([], 1)), goal: '80 idle, 140 after' },
          { kept: 'with --data', ...(await measure(['--data', directory], 4)), goal: 'flat' },
        ],
      };
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
};

async function measure(flags: readonly string[], steps: number): Promise<Record<string, number>> {
  const runtime = await startLenient(...flags);
  const client = new Client(runtime.endpoint, CONNECTIONS);
  try {
    const figures: Record<string, number> = { 'idle MB': await rested(runtime) };
    const stateMachineArn = await createMachine(client, runtime.info, 'six', SIX_STATES.JSONPath);
    const order = { stateMachineArn, input: JSON.stringify(INPUT) };
    for (let step = 1; step <= steps; step++) {
      await load(STEP, CONNECTIONS, async () => void (await client.call('states', 'StartExecution', order)));
      figures[`after ${step * STEP}`] = await rested(runtime);
    }
    return figures;
  } finally {
    client.close();
    await runtime.kill('SIGTERM');
  }
}

async function rested(runtime: RuntimeProcess): Promise<number> {
  await sleep(IDLE_MS);
  return Math.round(runtime.residentMB());
}
