/** Sample requests through the whole stack on local AWS, then local AWS to try by hand. */

import { setTimeout as delay } from 'node:timers/promises';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Clock } from '@offboard/local-aws/service';
import { LOCAL_PORT } from '../../client/connection.ts';
import { listExecutions } from '../../client/executions/list.ts';
import { readSummary } from '../../client/executions/read.ts';
import { disassociationRequested, newMetadata, offboardingRequested } from '../../events/index.ts';
import type { Sample } from '../../simulators/common/simulator.ts';
import { samples } from '../../simulators/index.ts';
import { VIRTUAL_START } from '../../simulators/virtual-start.ts';
import type { Command, Context } from '../common/command.ts';
import { EXIT, type ExitCode } from '../common/exit.ts';
import { hasEnded, isExpected, isMeantToFail, outcomeOf, type SampleRun } from '../start/sample-run.ts';
import { SampleTable } from '../start/sample-table.ts';
import { contextOn, startLocal } from './dev.ts';

/** Real milliseconds between two reads. */
const POLL_INTERVAL = 100;
/** Real milliseconds in which every sample ends, on a busy machine too; the clock jumps. */
const TIMEOUT = 600_000;

export const start: Command = {
  syntax: 'start',
  summary: 'run the sample requests locally, then leave local AWS running',
  options: (command) =>
    command
      .option('--exit', 'end after the samples, with 0 if every one ended as expected')
      .option('--port <n>', 'listen here; 0 takes a free port', String(LOCAL_PORT))
      .option('--seed <n>', 'seed of all that is random', '1'),
  offline: true,
  help: 'The clock jumps while the samples run, so that hours take moments, and runs in real time after them.',
  async run(context, _args, options) {
    const runtime = await startLocal(context, {
      ...options,
      clock: 'jump',
      start: new Date(VIRTUAL_START).toISOString(),
    });
    const here = contextOn(runtime, context);
    try {
      const code = await runSamples(here, runtime.clock);
      runtime.clock.set('real');
      if (options.exit !== true) await serve(here);
      return code;
    } finally {
      await runtime.close();
    }
  },
};

async function runSamples(context: Context, clock: Clock): Promise<ExitCode> {
  const { output } = context;
  output.note(`${samples.length} sample requests on ${context.client().connection.endpoint}; the clock jumps`);
  // All are requested at the same time: the clock stands until the last one is.
  const release = clock.hold();
  const runs = await requestAll(context, clock);
  release();
  const limit = performance.now() + TIMEOUT;
  const shown = new SampleTable(output);
  while (!runs.every(hasEnded) && performance.now() < limit) {
    await refresh(context, runs);
    shown.show(runs);
    await delay(POLL_INTERVAL, undefined, { signal: context.signal });
  }
  if (!output.structured) shown.end(runs);
  return printSummary(context, runs);
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

function printSummary(context: Context, runs: readonly SampleRun[]): ExitCode {
  const { output } = context;
  const expected = runs.filter(isExpected).length;
  if (output.structured) {
    output.data({
      samples: runs.map((run) => ({
        title: run.sample.title,
        expected: run.sample.expected,
        outcome: outcomeOf(run),
        requestId: run.requestId,
        executions: run.views,
      })),
    });
  } else {
    for (const run of runs) if (!isExpected(run)) printFailure(context, run);
    output.text('');
    const failures = runs.filter(isMeantToFail).length;
    output.text(`${expected} of ${runs.length} samples ended as expected; ${failures} of them are meant to fail`);
  }
  return expected === runs.length ? EXIT.done : EXIT.failed;
}

/** Why it failed, and where the console shows it. */
function printFailure(context: Context, { sample, views }: SampleRun): void {
  const view = views.find(({ status }) => status !== 'SUCCEEDED' && status !== 'RUNNING');
  if (!view) return;
  const { output } = context;
  output.text('');
  output.text(`${output.paint('warn', view.outcome ?? view.status)}  ${sample.title}`);
  if (view.reason) output.text(`  ${view.reason}`);
  output.text(`  ${context.client().connection.endpoint}/executions/${encodeURIComponent(view.arn)}`);
}

async function serve({ output, signal, line, client }: Context): Promise<void> {
  output.note('');
  output.note(
    `Local AWS goes on in real time; its console is at ${client().connection.endpoint}/ ; Ctrl-C ends it. In another terminal:`,
  );
  for (const command of ['list', 'sim associations', 'kinds']) output.note(`  npx ${line(command)}`);
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
