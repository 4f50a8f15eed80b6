/** Sample requests through the whole stack on local AWS, then local AWS to try by hand. */

import { setTimeout as delay } from 'node:timers/promises';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Clock } from '@offboard/local-aws/service';
import { LOCAL_PORT } from '../../client/connection.ts';
import { listExecutions } from '../../client/executions/list.ts';
import { readSummary } from '../../client/executions/read.ts';
import type { ExecutionView } from '../../client/executions/view.ts';
import { disassociationRequested, newMetadata, offboardingRequested } from '../../events/index.ts';
import { samples } from '../../simulators/index.ts';
import type { Sample } from '../../simulators/simulator.ts';
import { VIRTUAL_START } from '../../simulators/virtual-start.ts';
import type { Command, Context } from '../command.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { statusLine } from '../follow.ts';
import { type Output, table } from '../output.ts';
import { contextOn, startLocal } from './dev.ts';

/** Real milliseconds between two reads. */
const POLL_INTERVAL = 100;
const TITLE_WIDTH = Math.max(...samples.map(({ title }) => title.length));
/** Real milliseconds in which every sample ends. */
const TIMEOUT = 60_000;

interface Run {
  sample: Sample;
  requestId: string;
  /** With these the names of its executions begin. */
  names: string[];
  /** One a copy, as far as they have started. */
  views: ExecutionView[];
}

export const start: Command = {
  syntax: 'start',
  summary: 'run the sample requests locally, then leave local AWS running',
  options: (command) =>
    command
      .option('--exit', 'end after the samples: 0 if every one ended as it should')
      .option('--port <n>', 'listen here; 0 takes a free port', String(LOCAL_PORT))
      .option('--seed <n>', 'what chance does', '1'),
  offline: true,
  help: 'The clock jumps while the samples run, so that hours take moments, and turns to real time when they have ended.',
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
  output.note(
    `${samples.length} sample requests on ${context.client().connection.endpoint}; the clock jumps from one thing to the next`,
  );
  // All are asked for at one moment: the clock stands until the last one is.
  const release = clock.hold();
  const runs = await emitAll(context, clock);
  release();
  const limit = performance.now() + TIMEOUT;
  const told = new Map<string, string>();
  while (!runs.every(isOver) && performance.now() < limit) {
    await readAll(context, runs);
    for (const run of runs) tell(output, run, told);
    await delay(POLL_INTERVAL, undefined, { signal: context.signal });
  }
  return summarise(context, runs);
}

async function emitAll(context: Context, clock: Clock): Promise<Run[]> {
  const runs: Run[] = [];
  for (const sample of samples)
    runs.push(await (sample.as === 'cleanup' ? runCleanup : emit)(context, sample, new Date(clock.now())));
  return runs;
}

async function emit(context: Context, sample: Sample, now: Date): Promise<Run> {
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

/** What its scheduled rule does at night. */
async function runCleanup(context: Context, sample: Sample): Promise<Run> {
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

async function readAll(context: Context, runs: readonly Run[]): Promise<void> {
  const items = await listExecutions(context.client(), { limit: 200 });
  for (const run of runs.filter((each) => !isOver(each))) {
    const started = items.filter(({ name }) => run.names.some((beginning) => name?.startsWith(beginning)));
    run.views = await Promise.all(started.map(({ executionArn }) => readSummary(context.client(), executionArn ?? '')));
  }
}

function isOver({ names, views }: Run): boolean {
  return views.length >= names.length && views.every(({ status }) => status !== 'RUNNING');
}

/** A line whenever a sample comes further. */
function tell(output: Output, { sample, views }: Run, told: Map<string, string>): void {
  for (const view of views) {
    const line = statusLine(view);
    if (told.get(view.arn) === line) continue;
    told.set(view.arn, line);
    output.note(`  ${sample.title.padEnd(TITLE_WIDTH)} ${line.split('\n')[0]}`);
  }
}

/** Of several copies one has done it; the others found it done. */
function outcomeOf({ views }: Run): string {
  const outcomes = views.map(({ outcome, status }) => outcome ?? status);
  return outcomes.find((outcome) => outcome !== 'ALREADY_GONE') ?? outcomes[0] ?? 'NOT_STARTED';
}

function isRight(run: Run): boolean {
  return isOver(run) && outcomeOf(run) === run.sample.expected;
}

function summarise(context: Context, runs: readonly Run[]): ExitCode {
  const { output } = context;
  const right = runs.filter(isRight).length;
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
    output.text('');
    const lines = table(output, runs, [
      { title: '', value: (run) => (isRight(run) ? '✓' : '✗'), style: (run) => (isRight(run) ? 'good' : 'bad') },
      { title: 'sample', value: ({ sample }) => sample.title },
      {
        title: 'outcome',
        value: outcomeOf,
        style: (run) => (/^(DISASSOCIATED|ALREADY_GONE|COMPLETED|PLANNED)$/.test(outcomeOf(run)) ? 'good' : 'warn'),
      },
      { title: 'completion event', value: ({ views }) => views[0]?.answer?.detailType ?? '-' },
      { title: 'polls', value: ({ views }) => views.map(({ polls }) => polls).join(' ') },
      { title: 'request', value: ({ requestId }) => requestId },
      { title: 'reason', value: ({ views }) => views[0]?.reason ?? '', limit: 100 },
    ]);
    for (const line of lines) output.text(line);
    for (const run of runs) tellBadEnd(context, run);
    output.text('');
    output.text(`${right} of ${runs.length} samples ended as they should`);
  }
  return right === runs.length ? EXIT.done : EXIT.failed;
}

/** What did not end well: why, and where the console shows it. */
function tellBadEnd(context: Context, { sample, views }: Run): void {
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
    `The runtime goes on in real time, with its console at ${client().connection.endpoint}/ ; Ctrl-C ends it. In another terminal:`,
  );
  for (const words of ['list', 'sim associations', 'kinds']) {
    output.note(`  npx ${line(words)}`);
  }
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
