/** Executions as they go: a live table, or one execution's steps as they happen. */

import { type ExecutionView, type StepView, viewSteps } from '../../views/execution.ts';
import { explain } from '../connection.ts';
import { findExecution, readExecution } from '../executions.ts';
import { CliError, EXIT, type ExitCode } from '../exit.ts';
import { standing } from '../follow.ts';
import { duration, table } from '../output.ts';
import { pause } from '../time.ts';
import type { Context, Verb } from '../verb.ts';
import { COLUMNS, readList } from './list.ts';

/** Between two readings, in milliseconds. Over AWS a table of twenty costs 40 calls, a third of a second's quota each. */
const EVERY = { local: 500, aws: 10_000 };
/** After a connection was lost. */
const AGAIN_AFTER = 3_000;

export const watch: Verb = {
  syntax: 'watch [id]',
  summary: 'a live table of executions, or with an id one execution’s steps as they happen',
  options: (command) =>
    command
      .option('--status <status>', 'table: only these')
      .option('--kind <kind>', 'table: only this kind')
      .option('--most <n>', 'table: so many', '20')
      .option('--until <what>', 'table: end when nothing runs any more (terminal)'),
  help: 'Ctrl-C ends the watching; the work goes on. --json prints one object a line, one for every change.',
  async run(context, [id], options) {
    try {
      return id === undefined
        ? await watchAll(context, options)
        : await watchOne(context, await findExecution(context, id));
    } catch (error) {
      if (!context.signal.aborted) throw error;
      context.output.note('the work goes on; come back with the same command');
      return EXIT.interrupted;
    }
  },
};

/** Reads again and again; a lost connection or expired credentials are said, and it goes on. */
async function* readings<Reading>(context: Context, read: () => Promise<Reading>): AsyncGenerator<Reading> {
  let lost = false;
  for (;;) {
    try {
      const reading = await read();
      if (lost) context.output.note('back again');
      lost = false;
      yield reading;
      await pause(context.connection().local ? EVERY.local : EVERY.aws, context.signal);
    } catch (error) {
      if (context.signal.aborted || (error instanceof CliError && error.code === EXIT.usage)) throw error;
      if (!lost)
        context.output.note(
          `${(explain(error, context.connection()) as Error).message}; trying again every ${AGAIN_AFTER / 1000} s`,
        );
      lost = true;
      await pause(AGAIN_AFTER, context.signal);
    }
  }
}

async function watchAll(context: Context, options: Readonly<Record<string, unknown>>): Promise<ExitCode> {
  const { output } = context;
  const seen = new Map<string, string>();
  for await (const views of readings(context, () => readList(context, options))) {
    const changed = views.filter((view) => seen.get(view.arn) !== standing(view));
    for (const view of changed) seen.set(view.arn, standing(view));
    if (output.live) redraw(context, views);
    else for (const view of changed) output.json ? output.data(view) : output.text(line(view));
    if (options.until === 'terminal' && views.every(({ status }) => status !== 'RUNNING')) break;
  }
  return EXIT.done;
}

function redraw({ output }: Context, views: readonly ExecutionView[]): void {
  // Home, clear: the table is drawn over itself.
  process.stdout.write('\u001b[H\u001b[2J');
  for (const row of table(output, views, COLUMNS)) output.text(row);
  output.text('');
  output.text(output.paint('dim', 'Ctrl-C ends the watching; the work goes on.'));
}

function line(view: ExecutionView): string {
  return `${new Date().toISOString()}  ${view.status.padEnd(9)}  ${view.kind ?? view.machine}  ${view.label ?? view.name}  ${standing(view)}`;
}

async function watchOne(context: Context, arn: string): Promise<ExitCode> {
  const { output } = context;
  let told = 0;
  for await (const { view, events } of readings(context, () => readExecution(context, arn))) {
    const steps = viewSteps(events);
    for (const step of steps.slice(told)) tellStep(context, step);
    told = steps.length;
    if (view.status !== 'RUNNING') {
      if (output.json) output.data(view);
      else output.text(standing(view));
      return view.status === 'SUCCEEDED' ? EXIT.done : EXIT.failed;
    }
    if (output.live && view.nextLookAt) countDown(view.nextLookAt);
  }
  return EXIT.done;
}

function tellStep({ output }: Context, step: StepView): void {
  if (output.json) {
    output.data(step);
    return;
  }
  // Over the countdown, where there is one.
  if (output.live) process.stdout.write('\r\u001b[K');
  output.text(`${step.at}  ${step.state.padEnd(18)} ${step.bad ? output.paint('bad', step.what) : step.what}`);
}

function countDown(nextLookAt: string): void {
  const left = Date.parse(nextLookAt) - Date.now();
  if (left > 0) process.stdout.write(`\r\u001b[Knext look in ${duration(left)}`);
}
