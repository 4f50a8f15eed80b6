/** One execution's time, and how many a second. */

import type { Figures, Measurement } from './measure.ts';
import { Client, load, quantile } from './runtime/client.ts';
import { countExecutions, createMachine, INPUT, SIX_STATES } from './runtime/machine.ts';
import { startCanned, startLenient } from './runtime/process.ts';

const ALONE = 500;
const TOGETHER = 15_000;
const CONNECTIONS = 16;

export const executions: Measurement = {
  method: `offboard dev --iam report, in memory, a machine of six states; StartExecution and DescribeExecution until SUCCEEDED, ${ALONE} times one after another; then ${TOGETHER} times over ${CONNECTIONS} kept connections from one other process; then the same requests to a bare Node HTTP server that answers them with the same bytes`,
  async run() {
    const runtime = await startLenient();
    const client = new Client(runtime.endpoint, CONNECTIONS);
    try {
      const machine = await createMachine(client, runtime.info, 'six', SIX_STATES.JSONPath);
      const rows: Figures['rows'][number][] = [await alone(client, machine)];
      const canned = await cannedRate();
      for (const language of ['JSONPath', 'JSONata'] as const) {
        const loaded = await createMachine(client, runtime.info, `six-${language}`, SIX_STATES[language]);
        rows.push(await together(client, loaded, language, canned));
      }
      return { rows };
    } finally {
      client.close();
      await runtime.kill('SIGTERM');
    }
  },
};

async function alone(client: Client, stateMachineArn: string): Promise<Figures['rows'][number]> {
  const times: number[] = [];
  for (let index = 0; index < ALONE; index++) {
    const started = performance.now();
    await runToItsEnd(client, stateMachineArn);
    times.push(performance.now() - started);
  }
  return {
    what: 'StartExecution to SUCCEEDED',
    figure: `${quantile(times, 0.5).toFixed(2)} ms median`,
    tail: `${quantile(times, 0.99).toFixed(2)} ms p99`,
    goal: '3 ms',
  };
}

/** As many a second as the client gets where answering takes no work. */
async function cannedRate(): Promise<number> {
  const runtime = await startCanned();
  const client = new Client(runtime.endpoint, CONNECTIONS);
  try {
    return await rateOf(client, 'arn:aws:states:us-east-1:000000000000:stateMachine:canned');
  } finally {
    client.close();
    await runtime.kill('SIGTERM');
  }
}

async function together(
  client: Client,
  stateMachineArn: string,
  language: string,
  canned: number,
): Promise<Figures['rows'][number]> {
  const rate = await rateOf(client, stateMachineArn);
  const missing = TOGETHER - (await countExecutions(client, stateMachineArn, 'SUCCEEDED'));
  return {
    what: `executions, ${language}`,
    figure: `${Math.round(rate)}/s, ${Math.round((rate / canned) * 100)} % of ${Math.round(canned)}/s canned`,
    tail: `${missing} not SUCCEEDED`,
    goal: '1500/s, 70 %',
  };
}

/** Executions a second. */
async function rateOf(client: Client, stateMachineArn: string): Promise<number> {
  const started = performance.now();
  await load(TOGETHER, CONNECTIONS, () => runToItsEnd(client, stateMachineArn));
  return (TOGETHER * 1000) / (performance.now() - started);
}

async function runToItsEnd(client: Client, stateMachineArn: string): Promise<void> {
  const input = JSON.stringify(INPUT);
  const { executionArn } = await client.call<{ executionArn: string }>('states', 'StartExecution', {
    stateMachineArn,
    input,
  });
  for (let status = 'RUNNING'; status !== 'SUCCEEDED'; )
    ({ status } = await client.call<{ status: string }>('states', 'DescribeExecution', { executionArn }));
}
