/** The pure core by itself. */

import { begin, type ExecutionSpec, type Json } from '@offboard/local-aws/states-language';
import type { Measurement } from './measure.ts';
import { INPUT, SIX_STATES } from './runtime/machine.ts';

const RUNS = 20_000;

export const engine: Measurement = {
  method: `in process, the engine alone, a machine of six states from begin to SUCCEEDED with its history; ${RUNS} runs after as many to warm up`,
  async run() {
    const rows = [];
    for (const [language, goal] of [
      ['JSONPath', 20_000],
      ['JSONata', 8_000],
    ] as const) {
      const spec = specOf(SIX_STATES[language] as unknown as Json);
      await runs(spec);
      const started = performance.now();
      await runs(spec);
      const seconds = (performance.now() - started) / 1000;
      rows.push({ language, 'runs/s': Math.round(RUNS / seconds), goal });
    }
    return { rows };
  },
};

async function runs(spec: ExecutionSpec): Promise<void> {
  for (let index = 0; index < RUNS; index++) {
    const { execution } = await begin(spec, 1_767_225_600_000);
    if (execution.status !== 'SUCCEEDED') throw new Error(`a run ended ${execution.status}: ${execution.cause}`);
  }
}

function specOf(definition: Json): ExecutionSpec {
  const arn = 'arn:aws:states:us-east-1:111122223333';
  return {
    arn: `${arn}:execution:six:one`,
    name: 'one',
    machine: { arn: `${arn}:stateMachine:six`, name: 'six', roleArn: 'arn:aws:iam::111122223333:role/six', definition },
    input: INPUT,
    seed: 'one',
  };
}
