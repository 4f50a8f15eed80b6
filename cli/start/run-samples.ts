/** The sample requests, all at the same time, until each has ended. */

import { setTimeout as delay } from 'node:timers/promises';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Clock } from '@offboard/local-aws/service';
import { listExecutions } from '../../client/executions/list.ts';
import { readSummary } from '../../client/executions/read.ts';
import { disassociationRequested, newMetadata, offboardingRequested } from '../../events/index.ts';
import type { Sample } from '../../simulators/common/simulator.ts';
import { samples } from '../../simulators/index.ts';
import type { Context } from '../common/command.ts';
import { hasEnded, type SampleRun } from './sample-run.ts';
import { SampleTable } from './sample-table.ts';

/** Real milliseconds between two reads. */
const POLL_INTERVAL = 100;
/** Real milliseconds in which every sample ends, on a busy machine too; the clock jumps. */
const TIMEOUT = 600_000;

export async function runSamples(context: Context, clock: Clock): Promise<SampleRun[]> {
  // All are requested at the same time: the clock stands until the last one is.
  const release = clock.hold();
  const runs = await requestAll(context, clock);
  release();
  const limit = performance.now() + TIMEOUT;
  const shown = new SampleTable(context.output);
  while (!runs.every(hasEnded) && performance.now() < limit) {
    await refresh(context, runs);
    shown.show(runs);
    await delay(POLL_INTERVAL, undefined, { signal: context.signal });
  }
  return runs;
}

async function requestAll(context: Context, clock: Clock): Promise<SampleRun[]> {
  const runs: SampleRun[] = [];
  for (const sample of samples) {
    const start = sample.as === 'cleanup' ? runCleanup : emit;
    runs.push(await start(context, sample, new Date(clock.now())));
  }
  return runs;
}

async function emit(context: Context, sample: Sample, now: Date): Promise<SampleRun> {
  const client = await context.client().aws.eventbridge();
  const { source, detailType } = sample.as === 'offboarding' ? offboardingRequested : disassociationRequested;
  const detail = {
    metadata: newMetadata({ timestamp: now.toISOString(), requestedBy: 'npm start', reason: sample.title }),
    data: dataOf(sample, now),
  };
  const entry = {
    EventBusName: context.client().connection.stackName,
    Source: source,
    DetailType: detailType,
    Detail: JSON.stringify(detail),
  };
  const { Entries = [] } = await client.send(
    new PutEventsCommand({ Entries: Array.from({ length: sample.copies ?? 1 }, () => entry) }),
  );
  return { sample, requestId: detail.metadata.id, names: Entries.map(({ EventId }) => EventId ?? ''), views: [] };
}

/** As its scheduled rule does. */
async function runCleanup(context: Context, sample: Sample): Promise<SampleRun> {
  const { outputs } = await context.client().stack();
  const { executionArn = '' } = await (await context.client().aws.sfn()).send(
    new StartExecutionCommand({ stateMachineArn: outputs.CleanupStateMachineArn, input: JSON.stringify(sample.data) }),
  );
  const name = executionArn.slice(executionArn.lastIndexOf(':') + 1);
  return { sample, requestId: name, names: [name], views: [] };
}

function dataOf({ data, deadlineSeconds }: Sample, now: Date): unknown {
  if (deadlineSeconds === undefined) return data;
  return { ...data, deadline: new Date(now.getTime() + deadlineSeconds * 1000).toISOString() };
}

/** An event starts one execution: where all are known, none is looked for; what has ended is not read again. */
async function refresh(context: Context, runs: readonly SampleRun[]): Promise<void> {
  const client = context.client();
  const running = runs.filter((run) => !hasEnded(run));
  const items = running.every(isFound) ? [] : await listExecutions(client, { limit: 200 });
  for (const run of running) {
    const started = items.filter(({ name }) => run.names.some((beginning) => name?.startsWith(beginning)));
    run.views = isFound(run)
      ? await Promise.all(run.views.map((view) => (view.status === 'RUNNING' ? readSummary(client, view.arn) : view)))
      : await Promise.all(started.map(({ executionArn = '' }) => readSummary(client, executionArn)));
  }
}

function isFound({ names, views }: SampleRun): boolean {
  return views.length === names.length;
}
