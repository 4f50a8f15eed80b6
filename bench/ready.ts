/** How soon the runtime answers. */

import type { Measurement } from './measure.ts';
import { quantile } from './runtime/client.ts';
import { type RuntimeProcess, startBare, startDev } from './runtime/process.ts';

const STARTS = 11;

export const ready: Measurement = {
  method: `milliseconds from starting the process to its line that says it answers, ${STARTS} starts; without a stack, and as offboard dev on the packaged stack`,
  async run() {
    return {
      rows: [
        { start: 'listener', ...(await starts(() => startBare())), goal: 200 },
        { start: 'stack', ...(await starts(() => startDev())), goal: 400 },
      ],
    };
  },
};

async function starts(start: () => Promise<RuntimeProcess>): Promise<Record<string, number>> {
  const times: number[] = [];
  for (let index = 0; index < STARTS; index++) {
    const process = await start();
    times.push(process.readyMs);
    await process.kill('SIGTERM');
  }
  return { 'median ms': Math.round(quantile(times, 0.5)), 'worst ms': Math.round(Math.max(...times)) };
}
