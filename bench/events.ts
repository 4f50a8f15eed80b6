/** How many events a second become executions. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Measurement } from './measure.ts';
import { Client, load } from './runtime/client.ts';
import { countExecutions, createMachine, roleOf, SIX_STATES } from './runtime/machine.ts';
import { startLenient } from './runtime/process.ts';

const EVENTS = 20_000;
const ENTRIES = 10;
const CONNECTIONS = 8;

export const events: Measurement = {
  method: `offboard dev --iam report, in memory; PutEvents of ${ENTRIES} entries over ${CONNECTIONS} kept connections from one other process, one rule, its target a machine of six states; until ${EVENTS} executions are SUCCEEDED`,
  async run() {
    const runtime = await startLenient();
    const client = new Client(runtime.endpoint, CONNECTIONS);
    try {
      const machine = await createMachine(client, runtime.info, 'six', SIX_STATES.JSONPath);
      await client.call('events', 'CreateEventBus', { Name: 'bench' });
      const EventPattern = JSON.stringify({ source: ['bench'], detail: { total: [{ numeric: ['>', 10] }] } });
      await client.call('events', 'PutRule', { Name: 'all', EventBusName: 'bench', EventPattern });
      const Targets = [{ Id: 'six', Arn: machine, RoleArn: await roleOf(client, runtime.info), InputPath: '$.detail' }];
      await client.call('events', 'PutTargets', { Rule: 'all', EventBusName: 'bench', Targets });
      const started = performance.now();
      await load(EVENTS / ENTRIES, CONNECTIONS, async (index) => put(client, index));
      const accepted = (performance.now() - started) / 1000;
      let succeeded = 0;
      for (let idle = 0, before = -1; succeeded < EVENTS && idle < 50; idle = succeeded === before ? idle + 1 : 0) {
        await sleep(100);
        before = succeeded;
        succeeded = await countExecutions(client, machine, 'SUCCEEDED');
      }
      const seconds = (performance.now() - started) / 1000;
      return {
        rows: [
          {
            what: 'events SUCCEEDED',
            figure: `${Math.round(succeeded / seconds)}/s`,
            accepted: `${Math.round(EVENTS / accepted)}/s`,
            lost: EVENTS - succeeded,
            goal: '2000/s',
          },
        ],
      };
    } finally {
      client.close();
      await runtime.kill('SIGTERM');
    }
  },
};

async function put(client: Client, index: number): Promise<void> {
  const Entries = Array.from({ length: ENTRIES }, (_, entry) => ({
    EventBusName: 'bench',
    Source: 'bench',
    DetailType: 'Measured',
    Detail: JSON.stringify({ order: { id: `${index}-${entry}`, lines: [1, 2, 3] }, total: 42 }),
  }));
  const { FailedEntryCount } = await client.call<{ FailedEntryCount: number }>('events', 'PutEvents', { Entries });
  if (FailedEntryCount > 0) throw new Error(`${FailedEntryCount} entries were refused`);
}
