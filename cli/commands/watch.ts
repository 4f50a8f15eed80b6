/** Executions as they go: a live table, or one execution's steps as they happen. */

import { stackTime, stamp } from '../../client/clock.ts';
import { findExecution, readExecution } from '../../client/executions/read.ts';
import { type ExecutionView, type StepView, viewSteps } from '../../client/executions/view.ts';
import { roleOf } from '../../client/stack.ts';
import type { Context, Verb } from '../command.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { standing } from '../follow.ts';
import { cut, table } from '../output.ts';
import { Countdown } from '../watch/countdown.ts';
import { readings } from '../watch/readings.ts';
import { columns, readList } from './list.ts';

export const watch: Verb = {
  syntax: 'watch [id]',
  summary: 'a live table of executions, or with an id one execution’s steps as they happen',
  options: (command) =>
    command
      .option('--status <status>', 'table: only these')
      .option('--kind <kind>', 'table: only this kind')
      .option('--most <n>', 'table: so many', '20')
      .option('--until <what>', 'table: end when nothing runs any more (terminal)'),
  help: `Ctrl-C ends the watching; the work goes on.
--json prints one object a line, one for every change, as offboard/schemas/watch.json describes it.`,
  async run(context, [id], options) {
    try {
      return id === undefined
        ? await watchAll(context, options)
        : await watchOne(context, await findExecution(context, id));
    } catch (error) {
      if (!context.signal.aborted) throw error;
      context.output.note(
        `the work goes on; come back with: ${context.line(id === undefined ? 'watch' : `watch ${id}`)}`,
      );
      return EXIT.interrupted;
    }
  },
};

async function watchAll(context: Context, options: Readonly<Record<string, unknown>>): Promise<ExitCode> {
  const { output } = context;
  const seen = new Map<string, string>();
  for await (const views of readings(context, () => readList(context, options))) {
    const changed = views.filter((view) => seen.get(view.arn) !== standing(view));
    for (const view of changed) seen.set(view.arn, standing(view));
    if (output.live) redraw(context, views);
    else if (output.json) for (const view of changed) output.data(view);
    else if (changed.length > 0) await tellChanged(context, changed);
    if (options.until === 'terminal' && views.every(({ status }) => status !== 'RUNNING')) break;
  }
  return EXIT.done;
}

function redraw({ output, connection }: Context, views: readonly ExecutionView[]): void {
  const { columns: width = Number.POSITIVE_INFINITY } = process.stdout;
  // Home, clear: the table is drawn over itself.
  process.stdout.write('\u001b[H\u001b[2J');
  for (const row of table(output, views, columns(connection()), width)) output.text(row);
  output.text('');
  output.text(output.paint('dim', cut('Ctrl-C ends the watching; the work goes on.', width)));
}

async function tellChanged(context: Context, views: readonly ExecutionView[]): Promise<void> {
  const at = await stamp(context);
  for (const view of views) context.output.text(`${at}  ${line(context, view)}`);
}

function line({ connection }: Context, view: ExecutionView): string {
  return `${view.status.padEnd(9)}  ${roleOf(connection(), view)}  ${view.label ?? view.name}  ${standing(view)}`;
}

async function watchOne(context: Context, arn: string): Promise<ExitCode> {
  const { output } = context;
  const countdown = new Countdown(output);
  let told = 0;
  try {
    for await (const { view, events } of readings(context, () => readExecution(context, arn))) {
      const steps = viewSteps(events);
      const fresh = steps.slice(told);
      told = steps.length;
      if (fresh.length > 0) countdown.clear();
      for (const step of fresh) tellStep(context, step);
      if (view.status !== 'RUNNING') return ended(context, view);
      if (output.live) countdown.to(view.nextPollAt, await stackTime(context));
    }
    return EXIT.done;
  } finally {
    countdown.end();
  }
}

function ended({ output }: Context, view: ExecutionView): ExitCode {
  if (output.json) output.data(view);
  else output.text(standing(view));
  return view.status === 'SUCCEEDED' ? EXIT.done : EXIT.failed;
}

function tellStep({ output }: Context, step: StepView): void {
  if (output.json) output.data(step);
  else output.text(`${step.at}  ${step.state.padEnd(18)} ${step.bad ? output.paint('bad', step.what) : step.what}`);
}
