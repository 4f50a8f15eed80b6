import { LOCAL_PORT } from '../../client/connection.ts';
import { samples } from '../../simulators/index.ts';
import { VIRTUAL_START } from '../../simulators/virtual-start.ts';
import type { Command, Context } from '../common/command.ts';
import { EXIT } from '../common/exit.ts';
import type { LocalStack } from '../common/local-stack.ts';
import { LEAVER, type LeaverResult } from '../start/leaver.ts';
import { runSamples } from '../start/run-samples.ts';
import { isExpected, isMeantToFail, outcomeOf, type SampleRun } from '../start/sample-run.ts';
import { tellStory } from '../start/story.ts';
import { contextOn, startLocal } from './dev.ts';

export const start: Command = {
  syntax: 'start',
  summary: 'a demonstration: sample requests and a leaver on local AWS, which then goes on',
  options: (command) =>
    command
      .option('--exit', 'end after them, with 0 if everything ended as expected')
      .option('--port <n>', 'listen here; 0 takes a free port', String(LOCAL_PORT))
      .option('--seed <n>', 'seed of all that is random', '1'),
  offline: true,
  help: `Examples:
  offboard start
  offboard start --exit --port 0 --seed 7
The clock jumps, so that hours take moments, and runs in real time afterwards.`,
  async run(context, _args, options) {
    const runtime = await startLocal(context, {
      ...options,
      clock: 'jump',
      start: new Date(VIRTUAL_START).toISOString(),
    });
    const here = contextOn(runtime, context);
    try {
      const result = await demonstrate(here, runtime);
      runtime.clock.set('real');
      if (options.exit !== true) await serve(here, result.leaver);
      return hasSucceeded(result) ? EXIT.done : EXIT.failed;
    } finally {
      await runtime.close();
    }
  },
};

interface Demonstration {
  runs: readonly SampleRun[];
  leaver: LeaverResult;
}

async function demonstrate(context: Context, runtime: LocalStack): Promise<Demonstration> {
  const { output } = context;
  const failing = samples.filter((sample) => isMeantToFail({ sample })).length;
  output.note(
    `${samples.length} sample requests, ${failing} of which are meant to fail. Their clock jumps over waits.`,
  );
  const runs = await runSamples(context, runtime.clock);
  for (const run of runs) if (!isExpected(run)) printFailure(context, run);
  output.note(`${runs.filter(isExpected).length} of ${runs.length} ended as expected.`);
  const leaver = await tellStory(context, runtime);
  if (output.structured) output.data({ samples: runs.map(sampleResult), leaver });
  return { runs, leaver };
}

function hasSucceeded({ runs, leaver: { status, problems } }: Demonstration): boolean {
  return runs.every(isExpected) && status === 'SUCCEEDED' && problems.length === 0;
}

function sampleResult(run: SampleRun) {
  const { sample, requestId, views } = run;
  return { title: sample.title, expected: sample.expected, outcome: outcomeOf(run), requestId, executions: views };
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

async function serve({ output, signal, line, client }: Context, { offboarding }: LeaverResult): Promise<void> {
  output.note('');
  output.note(
    `The console is at ${output.paint('bold', `${client().connection.endpoint}/`)} until Ctrl-C. Time is real from now on.`,
  );
  output.note('Try next, in another terminal:');
  const next = [
    [`show ${offboarding}`, `the offboarding of ${LEAVER}, state by state`],
    ['plan --user alice', 'what else somebody has; it changes nothing'],
    ['list', 'everything that ran'],
  ];
  for (const [command = '', meaning] of next) output.note(`  npx ${line(command)}  # ${meaning}`);
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
