/** Three days of waiting for a person, on the jumping clock. */

import type { Measurement } from './measure.ts';
import { Client, quantile } from './runtime/client.ts';
import { createMachine } from './runtime/machine.ts';
import { startBare } from './runtime/process.ts';

const RUNS = 20;
const HOURS = 72;

export const approval: Measurement = {
  method: `the runtime without a stack (whose schedules would be carried out on the way), the clock jumping; a machine that waits ${HOURS} hours, StartExecution to SUCCEEDED in real milliseconds, ${RUNS} times`,
  async run() {
    const runtime = await startBare('jump');
    const client = new Client(runtime.endpoint);
    try {
      const stateMachineArn = await createMachine(client, runtime.info, 'approval', {
        StartAt: 'Approval',
        States: { Approval: { Type: 'Wait', Seconds: HOURS * 3_600, End: true } },
      });
      const times: number[] = [];
      for (let run = 0; run < RUNS; run++) times.push(await time(client, stateMachineArn));
      return {
        rows: [
          {
            waits: `${HOURS} h`,
            'median ms': round(quantile(times, 0.5)),
            'worst ms': round(Math.max(...times)),
            goal: 50,
          },
        ],
      };
    } finally {
      client.close();
      await runtime.kill('SIGTERM');
    }
  },
};

async function time(client: Client, stateMachineArn: string): Promise<number> {
  const started = performance.now();
  const { executionArn } = await client.call<{ executionArn: string }>('states', 'StartExecution', { stateMachineArn });
  let found: { status: string; startDate: number; stopDate?: number };
  do {
    found = await client.call('states', 'DescribeExecution', { executionArn });
  } while (found.status === 'RUNNING');
  const waited = (found.stopDate ?? 0) - found.startDate;
  if (found.status !== 'SUCCEEDED' || waited < HOURS * 3_600)
    throw new Error(`the approval ended ${found.status} after ${waited} s`);
  return performance.now() - started;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
